"""Series in the rows of tables: how they are read, ordered in time, and cut into windows."""
