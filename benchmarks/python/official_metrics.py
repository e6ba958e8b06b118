"""The challenge's official figures with numpy, scikit-image and scikit-learn, the ordinary way to write them.

A worker: each line of standard input is JSON, {"prediction": path, "truth": path, "repeats": n}; each line of output
{"figures": {...}, "reading": seconds, "measuring": seconds}, processor time for one image, on one core.
"""

import json
import sys
import time
import warnings

import numpy as np
import skimage
import sklearn
import tifffile
from skimage.metrics import structural_similarity
from sklearn.metrics import mean_absolute_error
from sklearn.metrics.pairwise import cosine_distances, euclidean_distances


def scaled(image):
    # NumPy would stay in single precision where the image is; the figures are defined in double precision.
    image = image.astype(np.float64)
    low, high = np.percentile(image, [2, 99.8])
    return image if low == high else (image - low) / (high - low)


def official(prediction, truth):
    p, g = scaled(prediction), scaled(truth)
    pcc = np.corrcoef(g.ravel(), p.ravel())[0, 1]
    span = max(p.max() - p.min(), g.max() - g.min())
    rows = g.reshape(1, -1), p.reshape(1, -1)
    return {
        "PCC": 0.0 if np.isnan(pcc) else float(pcc),
        "SSIM": float(structural_similarity(g, p, data_range=span)),
        "MAE": float(mean_absolute_error(g, p)),
        "E_dist": float(euclidean_distances(*rows)[0, 0]),
        "C_dist": float(abs(cosine_distances(*rows)[0, 0])),
    }


def timed(work, repeats):
    started = time.process_time()
    for _ in range(repeats):
        result = work()
    return result, (time.process_time() - started) / repeats


def main():
    warnings.simplefilter("ignore")
    versions = {"python": sys.version.split()[0], "numpy": np.__version__, "scikit-image": skimage.__version__, "scikit-learn": sklearn.__version__}
    print(json.dumps(versions), flush=True)
    for line in sys.stdin:
        job = json.loads(line)
        read = lambda: (tifffile.imread(job["prediction"]), tifffile.imread(job["truth"]))
        images, reading = timed(read, job["repeats"])
        figures, measuring = timed(lambda: official(*images), job["repeats"])
        print(json.dumps({"figures": figures, "reading": reading, "measuring": measuring}), flush=True)


if __name__ == "__main__":
    main()
