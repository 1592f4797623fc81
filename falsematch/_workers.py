"""Jobs on threads here, or on the workers of somebody's cluster."""

from concurrent.futures import ThreadPoolExecutor
from multiprocessing import cpu_count

from falsematch import _check


def executor_of(client):
    """Something with `submit` for a client: itself, or what a `dask.distributed.Client` offers as such."""
    if hasattr(client, "get_executor"):
        # Not "pure": a job that reads a file may answer differently when the file has changed.
        return client.get_executor(pure=False)
    if not hasattr(client, "submit"):
        _check.refuse("client", client, "a dask.distributed.Client or a concurrent.futures.Executor")
    return client


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
    executor = own or executor_of(client)
    futures = [executor.submit(function, *job) for job in jobs]
    try:
        while futures:
            yield futures[0].result()
            del futures[0]  # what it holds may be large
    finally:
        for future in futures:
            future.cancel()
        if own:
            own.shutdown(cancel_futures=True)
