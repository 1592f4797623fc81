"""Jobs on threads here, or on the workers of somebody's cluster."""

from concurrent.futures import CancelledError, ThreadPoolExecutor
from functools import partial
from multiprocessing import cpu_count

from falsematch import _check

# How often a job is handed out again whose result was lost with a worker, before that is an error.
_TIMES = 10


def submitter_of(client):
    """The function of a client that takes a function and its arguments, and returns a future."""
    if not callable(getattr(client, "submit", None)):
        _check.refuse("client", client, "a dask.distributed.Client or a concurrent.futures.Executor")
    if hasattr(client, "scheduler"):
        # dask remembers what "pure" jobs answered; one that reads a file may answer differently now.
        return partial(client.submit, pure=False)
    return client.submit


def run(function, jobs, client=None):
    """Yield ``function(*job)`` for each of a list of jobs, in their order, while later ones are worked on.

    Parameters
    ----------
    function : a function of the module's top level, so that it can be sent to another process
    jobs : list of tuples
    client : optional
        A `dask.distributed.Client`, or an executor of `concurrent.futures`, which stays open. Without it, as
        many threads as this computer has processors.

    The first job, in the order of the list, that raises an error raises it here; those that have not begun
    are then given up.
    """
    if client is None and len(jobs) <= 1:
        yield from (function(*job) for job in jobs)
        return
    own = ThreadPoolExecutor(min(cpu_count(), len(jobs))) if client is None else None
    submit = submitter_of(own or client)
    futures = [submit(function, *job) for job in jobs]
    try:
        for place, job in enumerate(jobs):
            for again in range(_TIMES + 1):
                try:
                    answer = futures[place].result()
                    break
                except CancelledError:
                    # dask runs the jobs of a killed worker again, but may give up one that was done and not fetched.
                    if again == _TIMES:
                        raise
                    futures[place] = submit(function, *job)
            futures[place] = None  # what it holds may be large
            yield answer
    finally:
        for future in futures:
            if future is not None:
                future.cancel()
        if own:
            own.shutdown(cancel_futures=True)
