"""The same stages on other machinery than one process: today, on Spark."""
