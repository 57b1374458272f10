"""`make bench-projection`: how good projections are, and how fast, beside statsforecast in the same run."""

import os

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"  # before NumPy starts: one thread a process, for everyone alike
