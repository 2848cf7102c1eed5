"""Many documents read in processes, or on a cluster, into Parquet files by day."""

from fogline.batch.piece_reader import PieceReader
from fogline.batch.records import record_files, records
from fogline.batch.run import Batch

__all__ = ["Batch", "PieceReader", "record_files", "records"]
