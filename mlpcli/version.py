"""The version of the package, and the changes of its arithmetic."""

VERSION = "0.1.0"
"""The only place that defines the version, also for publishing."""

ARITHMETIC_CHANGES = (
    "standardization and the validation of large networks round differently, validation in mixed_float16 "
    "computes in float32, auc is exact, and RandomFlip draws for each axis",
    "float32 no longer rounds away the differences between the numbers of a table's column",
    "tables may be read otherwise: numbers such as 3.480 beside semicolons, digits with leading zeros, \\N",
    "with gradient_accumulation_steps, learning rates by epoch change at the epochs that they name",
    "16-bit images are as bright as the bits that their values need",
    "columns of months by name, of weeks, and of dates as in mail or such as 20240301 1430 are dates",
    "columns of months such as 06.2022 or Jun-22, of Japanese dates and of dates behind weekdays are dates, "
    "and the errors of spreadsheets are missing values",
)
"""Changes that give the same training other numbers, oldest first. A run records how many its version had: if
there are more now, it may not resume exactly."""
