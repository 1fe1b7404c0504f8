"""One Spark for all tests of the engine: a driver and two executors, each a process of its own."""

from collections.abc import Iterator

import pytest
from pyspark.sql import SparkSession

from dedup.engines.spark.session import session

OPTIONS = {
    "spark.ui.enabled": "false",
    "spark.sql.shuffle.partitions": "3",
    "spark.default.parallelism": "3",
    "spark.sql.adaptive.enabled": "false",
    "spark.python.worker.reuse": "true",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
}


@pytest.fixture(scope="session")
def spark() -> Iterator[SparkSession]:
    with session("local-cluster[2,1,1024]", OPTIONS) as started:
        yield started
