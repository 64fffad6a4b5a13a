"""Starting: what runs, what does not, and what children inherit."""

import json
import os
import subprocess
import sys

import pytest
from conftest import run_python, sign_in

CHILD = "import httpx; print(httpx.get('http://chroma.internal:8000/api/v2/echo').status_code)"


def sessions(gateway):
    return {request["headers"]["vectorgate-session"] for request in gateway.requests}


def test_without_a_broker_nothing_of_the_shim_is_loaded(broker, tmp_path):
    environment = {"PYTHONPATH": broker.environment()["PYTHONPATH"]}
    done = run_python(
        "import sys, os; print([n for n in sys.modules if 'vectorgate' in n], os.environ.get('VECTORGATE_SESSION'))",
        environment,
        tmp_path,
    )
    assert done.stdout.strip() == "[] None"


def test_the_users_own_sitecustomize_runs_and_takes_our_place(broker, tmp_path):
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    (hidden / "sitecustomize.py").write_text("import sys; sys.mine = __name__; value = 7\n")
    environment = broker.environment(str(hidden))
    assert environment["PYTHONPATH"].split(":")[1] == str(hidden)
    done = run_python(
        "import sys, sitecustomize; print(sys.mine, sitecustomize.value, 'vectorgate_shim' in sys.modules)",
        environment,
        tmp_path,
    )
    assert done.stdout.strip() == "sitecustomize 7 True"


def test_nothing_of_ours_can_be_imported_by_accident(broker, tmp_path):
    code = "import hooks"
    done = run_python(code, broker.environment(), tmp_path, check=False)
    assert "ModuleNotFoundError: No module named 'hooks'" in done.stderr


@pytest.mark.parametrize(
    "code",
    [
        f"import subprocess, sys; subprocess.run([sys.executable, '-c', {CHILD!r}], check=True)",
        *(
            f"""
    import multiprocessing
    def work():
        {CHILD}
    if __name__ == "__main__":
        child = multiprocessing.get_context("{how}").Process(target=work)
        child.start(); child.join(); assert child.exitcode == 0
    """
            for how in ("fork", "spawn", "forkserver")
        ),
        f"""
    import os
    {CHILD}
    if os.fork() == 0:
        {CHILD}
        os._exit(0)
    assert os.wait()[1] == 0
    """,
        f"""
    from joblib import Parallel, delayed
    def work(number):
        {CHILD}
        return number
    assert Parallel(n_jobs=2, backend="loky")(delayed(work)(number) for number in range(2)) == [0, 1]
    """,
        f"""
    from dask.distributed import Client, LocalCluster
    def work():
        import os
        {CHILD}
        return os.getpid()
    if __name__ == "__main__":
        import os
        with LocalCluster(n_workers=1, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
            with Client(cluster) as client:
                assert client.submit(work, pure=False).result() != os.getpid()
    """,
    ],
    ids=["subprocess", "fork", "spawn", "forkserver", "fork after use", "loky", "Dask's local cluster"],
)
def test_children_are_governed_in_the_same_session(gateway, broker, run, code):
    sign_in(broker.person)
    run(code)
    assert {request["headers"]["vectorgate-token"] for request in gateway.requests} == {"access-1"}
    assert len(sessions(gateway)) == 1


@pytest.mark.parametrize("how", ["a script", "a module", "pytest", "papermill"])
def test_however_python_is_started_it_is_governed(gateway, broker, tmp_path, how):
    sign_in(broker.person)
    (tmp_path / "program.py").write_text(CHILD + "\n")
    (tmp_path / "test_it.py").write_text(f"def test_it():\n    {CHILD}\n")
    notebook = {
        "cells": [
            {
                "cell_type": "code",
                "execution_count": None,
                "id": "one",
                "metadata": {},
                "outputs": [],
                "source": CHILD,
            }
        ],
        "metadata": {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    (tmp_path / "in.ipynb").write_text(json.dumps(notebook))
    words = {
        "a script": ["program.py"],
        "a module": ["-m", "program"],
        "pytest": ["-m", "pytest", "-q", "-p", "no:cacheprovider", "test_it.py"],
        "papermill": ["-m", "papermill", "in.ipynb", "out.ipynb"],
    }[how]
    environment = {**os.environ, **broker.environment(), "IPYTHONDIR": str(tmp_path)}
    subprocess.run(
        [sys.executable, *words], cwd=tmp_path, env=environment, check=True, capture_output=True, timeout=60
    )
    assert [request["headers"]["vectorgate-token"] for request in gateway.requests] == ["access-1"]


def test_an_isolated_child_leaks_nothing_and_passes_nothing(gateway, broker, run):
    sign_in(broker.person)
    code = f"""
    import subprocess, sys
    done = subprocess.run([sys.executable, "-I", "-c", {CHILD!r}], capture_output=True, text=True)
    assert done.returncode == 1 and "ConnectError" in done.stderr, done.stderr
    """
    run(code)
    assert gateway.requests == []


def test_a_module_imported_before_the_shim_is_hooked_too(gateway, broker, tmp_path):
    sign_in(broker.person)
    environment = broker.environment()
    folder = environment.pop("PYTHONPATH")
    late = f"""
    import httpx
    kept = httpx.Client()
    import os, sys
    os.environ.update({environment!r})
    sys.path.insert(0, {folder!r})
    import runpy; runpy.run_path({folder + "/sitecustomize.py"!r})
    print(kept.get("http://chroma.internal:8000/api/v2/echo").status_code)
    """
    assert run_python(late, {}, tmp_path).stdout.strip() == "200"


def test_an_httpx_of_unknown_shape_is_refused_for_governed_names(gateway, broker, tmp_path):
    fake = tmp_path / "fake"
    fake.mkdir()
    (fake / "httpx.py").write_text(
        "__version__ = '9.9'\nimport socket\n"
        "class HTTPTransport:\n    def send(self, request): pass\n"
        "def get(host, port): socket.create_connection((host, port))\n"
    )
    failed = run_python(
        "import httpx; httpx.get('chroma.internal', 8000)",
        broker.environment(str(fake)),
        tmp_path,
        check=False,
    )
    assert (
        "chroma.internal:8000 is governed, and this version of a library (httpx 9.9) cannot carry"
        in failed.stderr
    )


def test_starting_is_silent_and_imports_no_library(broker, tmp_path):
    done = run_python(
        "import sys; print([n for n in ('httpx', 'ssl', 'asyncio', 'http.client', 'json') if n in sys.modules])",
        broker.environment(),
        tmp_path,
    )
    assert done.stdout.strip() == "[]"
    assert done.stderr == ""


def test_the_shim_is_python_3_9(tmp_path):
    import ast
    from pathlib import Path

    import vectorgate_shim

    files = list(Path(vectorgate_shim.__file__).parent.rglob("*.py"))
    assert len(files) > 15
    for file in files:
        ast.parse(file.read_text(encoding="utf-8"), feature_version=(3, 9))
    assert sys.version_info >= (3, 11)
