"""Writes map.json: how faithful a map is, as scikit-learn measures it, for test/bench/map-quality.test.ts.

    pip install scikit-learn==1.9.1 numpy==2.4.6
    python test/reference/make_map_reference.py

Trustworthiness: Venna and Kaski 2001, as sklearn.manifold.trustworthiness computes it from cosine distances.
Kept: the share of the k nearest sounds by cosine that are among the k nearest places.
"""

import json
from pathlib import Path

import numpy as np
import sklearn
from sklearn.manifold import trustworthiness
from sklearn.neighbors import NearestNeighbors

count, dim, k = 60, 8, 10
random = np.random.default_rng(1)
centres = random.normal(size=(6, dim))
embeddings = (centres[np.arange(count) % 6] + 0.5 * random.normal(size=(count, dim))).round(3)
embeddings /= np.linalg.norm(embeddings, axis=1, keepdims=True)
places = (embeddings[:, :2] + 0.05 * random.normal(size=(count, 2))).round(4)


def nearest(points: np.ndarray, metric: str) -> np.ndarray:
    return NearestNeighbors(n_neighbors=k, metric=metric).fit(points).kneighbors(return_distance=False)


pairs = zip(nearest(embeddings, "cosine"), nearest(places, "euclidean"), strict=True)
kept = float(np.mean([len(np.intersect1d(high, low)) / k for high, low in pairs]))
reference = {
    "versions": {"scikit-learn": sklearn.__version__, "numpy": np.__version__},
    "k": k,
    "embeddings": embeddings.round(9).tolist(),
    "places": places.tolist(),
    "trustworthiness": float(trustworthiness(embeddings, places, n_neighbors=k, metric="cosine")),
    "kept": kept,
}
Path(__file__).with_name("map.json").write_text(json.dumps(reference) + "\n")
print(reference["trustworthiness"], kept)
