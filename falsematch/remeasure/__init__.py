"""Make the project's measured tables again from the public benchmarks they were measured on.

One module per benchmark; each is also a command that takes a copy of the original and writes CSV files:

    python -m falsematch.remeasure.lfw dlib_embeddings.npz --out datasets
    python -m falsematch.remeasure.lfw_photographs dlib_embeddings.npz --out datasets
    python -m falsematch.remeasure.lfw_failures dlib_embeddings.npz --out datasets
    python -m falsematch.remeasure.bssr1 bssr1_set1.npz --out datasets
    python -m falsematch.remeasure.lfw_roc lfw_roc_points.csv lfw_methods.csv --out datasets
    python -m falsematch.remeasure.olivetti olivetti_faces.npz --out datasets
    python -m falsematch.remeasure.concentration --out datasets     (from the project's own tables)
    python -m falsematch.remeasure.deployments --out datasets       (from the project's own tables)
    python -m falsematch.remeasure.predictions --out datasets       (from the project's own tables)

After a change: ``python datasets/seal.py NAME`` brings the manifest up to date.
"""
