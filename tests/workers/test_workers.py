"""Jobs and who does them: their order, the first error, and results that are lost on the way."""

import threading
import time
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor

import pytest

from falsematch import _workers


def late(seconds, answer):
    time.sleep(seconds)
    return answer


def test_answers_come_in_the_order_of_the_jobs():
    jobs = [(0.02 if place % 3 == 0 else 0.0, place) for place in range(12)]
    assert list(_workers.run(late, jobs)) == list(range(12))
    with ThreadPoolExecutor(3) as client:
        assert list(_workers.run(late, jobs, client)) == list(range(12))
        assert client.submit(late, 0, "still open").result() == "still open"
    assert list(_workers.run(late, [])) == []


def test_a_single_job_needs_no_thread():
    assert list(_workers.run(threading.get_ident, [()])) == [threading.get_ident()]
    assert list(_workers.run(threading.get_ident, [(), ()])) != [threading.get_ident()] * 2


def test_the_first_error_in_order_is_raised_and_the_rest_is_given_up():
    begun = []

    def fails(place):
        begun.append(place)
        if place in (1, 2):
            late(0.05 if place == 1 else 0.0, None)
            raise ValueError(f"job {place}")
        late(0.02, None)
        return place

    answers = _workers.run(fails, [(place,) for place in range(200)])
    assert next(answers) == 0
    with pytest.raises(ValueError, match="job 1"):
        list(answers)
    assert len(begun) < 200


class Losing:
    """A client that loses the result of each job so many times."""

    def __init__(self, times):
        self.times, self.submitted = times, []

    def submit(self, function, *arguments):
        self.submitted.append(arguments)
        future = Future()
        if self.submitted.count(arguments) <= self.times:
            future.cancel()
        else:
            future.set_result(function(*arguments))
        return future


def test_a_lost_result_is_worked_out_again():
    client = Losing(times=2)
    assert list(_workers.run(late, [(0, "a"), (0, "b")], client)) == ["a", "b"]
    assert len(client.submitted) == 6
    with pytest.raises(CancelledError):
        list(_workers.run(late, [(0, "a")], Losing(times=99)))


def test_dask_is_asked_not_to_remember():
    asked = []

    class Dask:
        scheduler = None

        def submit(self, function, *arguments, pure):
            asked.append(pure)
            future = Future()
            future.set_result(function(*arguments))
            return future

    assert list(_workers.run(late, [(0, 1)], Dask())) == [1]
    assert asked == [False]


@pytest.mark.parametrize("client", [3, "tcp://10.0.0.1:8786", object()])
def test_what_is_no_client_is_refused(client):
    with pytest.raises(
        ValueError, match="^client must be a dask.distributed.Client or a concurrent.futures.Exec"
    ):
        _workers.submitter_of(client)
