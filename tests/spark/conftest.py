"""One Spark for all tests of the engine: a driver and two executors, each a process of its own."""

from collections.abc import Iterator

import pytest
from pyspark.sql import SparkSession

from dedup.spark.engine import session

JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
"""Small tables many times over: compiling for speed would take most of the time."""

OPTIONS = {
    "spark.ui.enabled": "false",
    "spark.sql.shuffle.partitions": "3",
    "spark.sql.codegen.wholeStage": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.extraJavaOptions": JAVA,
    "spark.executor.extraJavaOptions": JAVA,
}


@pytest.fixture(scope="session")
def spark() -> Iterator[SparkSession]:
    with session("local-cluster[2,1,1024]", OPTIONS) as started:
        yield started
