"""A Spark session to run in, and the table that a source is.

Java or Spark themselves explain what is missing in a hundred lines; here it is told in one.
"""

import os
import re
import shutil
import subprocess
import sys
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from pyspark import __version__
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F  # noqa: N812

from dedup.errors import InputError, MissingExtraError, OutputError, SettingsError
from dedup.spark.sketching import LINE

LEAST_SPARK = 4
LEAST_JAVA = 17

_LINES = (".jsonl", ".ndjson", ".jl", ".json")
_PACKED = (".gz", ".bz2", ".zst", ".zstd", ".deflate", ".lz4", ".snappy")


@contextmanager
def session(master: str | None = None, conf: Mapping[str, str] | None = None) -> Iterator[SparkSession]:
    """The session of this process, or a new one that ends with the block.

    Parameters
    ----------
    master
        URL of a master; by default that of `spark-submit` or of Spark's configuration, else "local[*]".
        "sc://…" is a server of Spark Connect.
    conf
        Options of Spark.

    Raises
    ------
    MissingExtraError
        pyspark is too old.
    SettingsError
        Java is missing or too old, or Spark refuses the master or an option.
    """
    if int(__version__.split(".")[0]) < LEAST_SPARK:
        raise MissingExtraError(f"the Spark engine (pyspark {LEAST_SPARK}; this is {__version__})", "spark")
    remote = (master or os.environ.get("SPARK_REMOTE", "")).startswith("sc://")
    if not remote and "PYSPARK_GATEWAY_PORT" not in os.environ:
        _check_java()
    if master is None or master.startswith("local"):
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("dedup")
    for name, value in {"spark.sql.session.timeZone": "UTC", **_QUIET, **(conf or {})}.items():
        builder = builder.config(name, value)
    begun = SparkSession.getActiveSession()
    try:
        with any_pandas():
            if remote:
                spark = builder.remote(master or os.environ["SPARK_REMOTE"]).getOrCreate()
            else:
                spark = (builder.master(master) if master else builder).getOrCreate()
    except Exception as problem:
        raise SettingsError(f"Spark does not start: {_first_line(problem)}") from problem
    try:
        yield spark
    finally:
        if begun is None:
            spark.stop()


_QUIET = {"spark.log.level": "ERROR", "spark.ui.showConsoleProgress": "false"}


@contextmanager
def any_pandas() -> Iterator[None]:
    """Silences what Spark says of a pandas that is newer than it knows: it asks for one, and none is used."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
        yield


def _check_java() -> None:
    """Finds Java where Spark would.

    Raises
    ------
    SettingsError
        There is none, or one that is too old.
    """
    home = os.environ.get("JAVA_HOME")
    java = str(Path(home) / "bin" / "java") if home else shutil.which("java")
    needed = f"the Spark engine needs Java {LEAST_JAVA} or newer"
    if not java or not Path(java).exists():
        where = f"{java} does not exist" if java else "no java on the PATH"
        raise SettingsError(
            f"{needed}: {where}; install one (Debian: openjdk-17-jre-headless) or set JAVA_HOME"
        )
    stated = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr  # noqa: S603  (what the user set as Java)
    found = re.search(r'version "(\d+)', stated)
    if found and int(found[1]) < LEAST_JAVA:
        raise SettingsError(f"{needed}: {java} is {stated.splitlines()[0]}; set JAVA_HOME to a newer one")


def source(spark: SparkSession, name: str, input_format: str | None = None) -> DataFrame:
    """The table that a path or a table name stands for.

    JSON Lines are read line by line, so that each is understood as in a local run; all other formats are
    left to Spark (Parquet, ORC, CSV …).

    Parameters
    ----------
    spark
        The session.
    name
        A path of any file system that Spark knows, with patterns if need be, or the name of a table.
    input_format
        "jsonl", or a format of Spark's; by default jsonl or csv by suffix, and Parquet for other paths.

    Raises
    ------
    InputError
        Spark cannot read it.
    """
    try:
        form = input_format or _format_of(spark, name)
        if form == "table":
            return spark.table(name)
        path = str(Path(name).resolve()) if _is_local(name) else name
        if form in ("jsonl", "json"):
            lines = spark.read.option("lineSep", "\n").text(path)
            return lines.select(F.col("value").cast("binary").alias(LINE))
        reader = spark.read.format(form)
        if form == "csv":
            reader = reader.option("header", True).option("multiLine", True).option("escape", '"')
        return reader.load(path)
    except Exception as problem:
        raise InputError(f"{name}: Spark cannot read it ({_first_line(problem)})") from problem


def save(rows: DataFrame, target: str, overwrite: bool) -> None:
    """Writes rows as Parquet to a path (which has a slash in it, or ends in .parquet) or to a table.

    Raises
    ------
    OutputError
        It exists and may not be replaced, or Spark cannot write there.
    """
    writer = rows.write.mode("overwrite" if overwrite else "errorifexists").format("parquet")
    try:
        if "/" in target or target.endswith(".parquet"):
            writer.save(target if ":" in target else str(Path(target).resolve()))
        else:
            writer.saveAsTable(target)
    except Exception as problem:
        if "ALREADY_EXISTS" in str(problem):
            raise OutputError(f"{target} exists; --overwrite replaces it") from None
        raise OutputError(f"{target}: Spark cannot write it ({_first_line(problem)})") from problem


def _is_local(name: str) -> bool:
    return "://" not in name and not name.startswith(("file:", "dbfs:")) and Path(name).exists()


def _format_of(spark: SparkSession, name: str) -> str:
    base = name.rstrip("/").lower()
    for packed in _PACKED:
        base = base.removesuffix(packed)
    if base.endswith(_LINES):
        return "jsonl"
    if base.endswith((".csv", ".orc")):
        return base[-3:]
    is_name = re.fullmatch(r"[\w.`]+", name) and not Path(name).exists() and not base.endswith(".parquet")
    return "table" if is_name and spark.catalog.tableExists(name) else "parquet"


def _first_line(problem: Exception) -> str:
    lines = [line for line in str(problem).splitlines() if line.strip()]
    return lines[0][:300] if lines else type(problem).__name__
