using System.Collections;
using Cornea.Layers;

namespace Cornea.Vision;

/// <summary>The batches of a detector's training: each epoch goes through all photos in an order of its own, and changes each anew.</summary>
/// <remarks>All draws follow from seed, epoch and batch.</remarks>
internal sealed class TrainingPictures : IEnumerable<Batch>
{
    // Numbers of things are rounded up to it, so that few plans serve all batches.
    private const int Things = 32;

    private readonly PhotoStore _photos;
    private readonly Size2 _size;
    private readonly int _batchSize;
    private readonly int _epochs;
    private readonly DetectionAugmentation _augmentation;
    private readonly PictureMaker _maker;
    private readonly int _seed;
    private int _epoch = -1;

    public TrainingPictures(PhotoStore photos, Size2 size, int batchSize, int epochs, DetectionAugmentation augmentation, int seed)
    {
        (_photos, _size, _batchSize, _epochs, _augmentation, _seed) = (photos, size, batchSize, epochs, augmentation, seed);
        _maker = new PictureMaker(size.Height, size.Width, augmentation);
    }

    /// <summary>Steps of an epoch; the last batch is filled up with photos at random.</summary>
    public int Count => (_photos.Count + _batchSize - 1) / _batchSize;

    public IEnumerator<Batch> GetEnumerator()
    {
        int epoch = ++_epoch;
        bool isPlain = epoch >= _epochs - Math.Round(_epochs * _augmentation.PlainShare);
        var random = new Random(HashCode(epoch));
        int[] order = [.. Enumerable.Range(0, _photos.Count)];
        random.Shuffle(order);
        for (int step = 0; step < Count; step++) yield return Make(order, step, isPlain, random);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private Batch Make(int[] order, int step, bool isPlain, Random random)
    {
        int picture = _size.Height * _size.Width * 3;
        byte[] pixels = new byte[_batchSize * picture];
        var boxes = new List<LabeledBox>[_batchSize];
        for (int sample = 0; sample < _batchSize; sample++)
        {
            int place = (step * _batchSize) + sample;
            Photo Pick(bool isFirst) => _photos[isFirst && place < order.Length ? order[place] : random.Next(_photos.Count)];
            boxes[sample] = _maker.Make(Pick, isPlain, random, pixels.AsSpan(sample * picture, picture));
        }

        int things = Math.Max(1, (boxes.Max(list => list.Count) + Things - 1) / Things) * Things;
        float[] corners = new float[_batchSize * things * 4];
        int[] classes = new int[_batchSize * things];
        Array.Fill(classes, -1);
        for (int sample = 0; sample < _batchSize; sample++)
        {
            for (int thing = 0; thing < boxes[sample].Count; thing++)
            {
                LabeledBox box = boxes[sample][thing];
                int place = (sample * things) + thing;
                classes[place] = box.ClassIndex;
                (corners[4 * place], corners[(4 * place) + 1], corners[(4 * place) + 2], corners[(4 * place) + 3]) =
                    ((float)box.Box.Left, (float)box.Box.Top, (float)box.Box.Right, (float)box.Box.Bottom);
            }
        }

        return new Batch(
            Tensor.From<byte>(pixels, [_batchSize, _size.Height, _size.Width, 3]),
            TensorList.Create([Tensor.From<float>(corners, [_batchSize, things, 4]), Tensor.From<int>(classes, [_batchSize, things])]));
    }

    // Not System.HashCode, which differs from run to run.
    private int HashCode(int epoch) => unchecked((_seed * 1_000_003) + epoch);
}
