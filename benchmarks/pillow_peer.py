# Photos decoded and resized to 160 × 160 by Pillow: pillow_peer.py FOLDER PROCESSES SECONDS. Prints {"peer":"pillow",…,"per_second":…,"pixels":…}.
import hashlib, io, json, os, sys, time
from multiprocessing import Pool
from PIL import Image, ImageOps

def files_below(folder):
    for root, _, names in sorted(os.walk(folder), key=lambda item: item[0]):
        for name in sorted(names):
            if name.lower().endswith((".bmp", ".gif", ".jpeg", ".jpg", ".png", ".webp")):
                with open(os.path.join(root, name), "rb") as file:
                    yield file.read()

def decode(data):
    return ImageOps.exif_transpose(Image.open(io.BytesIO(data))).convert("RGB").resize((160, 160), Image.BILINEAR)

def work(arguments):
    files, seconds = arguments
    for data in files: decode(data)
    start, rounds = time.perf_counter(), 0
    while time.perf_counter() - start < seconds:
        for data in files: decode(data)
        rounds += 1
    return rounds * len(files) / (time.perf_counter() - start)

if __name__ == "__main__":
    folder, processes, seconds = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
    files = list(files_below(folder))
    parts = [(files[part::processes], seconds) for part in range(processes)]
    if processes == 1: rate = work(parts[0])
    else:
        with Pool(processes) as pool: rate = sum(pool.map(work, parts))
    digest = hashlib.sha256(b"".join(decode(data).tobytes() for data in files)).hexdigest()[:16]
    print(json.dumps({"peer": "pillow", "processes": processes, "photos": len(files), "per_second": round(rate, 1), "pixels": digest}))
