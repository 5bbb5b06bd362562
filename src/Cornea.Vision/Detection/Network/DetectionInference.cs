using Cornea.Layers;

namespace Cornea.Vision;

/// <summary>A detector's network at work: pictures in, boxes on photos out.</summary>
internal sealed class DetectionInference
{
    private const int BatchSize = 8;
    private const double LeastScore = 0.001;
    private const int MostDetections = 300;

    private readonly IReadOnlyList<string> _classNames;
    private readonly Size2 _size;
    private readonly PhotoReader _reader;
    private readonly CompiledFunction _network;

    public DetectionInference(Model network, IReadOnlyList<string> classNames)
    {
        _classNames = classNames;
        _size = new Size2(network.InputShape[1], network.InputShape[2]);
        _reader = new PhotoReader(_size);
        var grid = new AnchorGrid(_size);
        _network = Function.Compile((Tensor pictures) =>
        {
            var raw = new RawDetections(network.Call(pictures, training: false), grid);
            return (TensorList)(raw.Boxes, raw.Scores);
        });
    }

    /// <summary>Puts a photo on a picture [height, width, 3].</summary>
    public delegate Letterbox Source(PhotoReader reader, Span<byte> picture);

    /// <summary>What is on some photos.</summary>
    public IReadOnlyList<Detection>[] Detect(IReadOnlyList<Source> photos, double scoreThreshold, double iouThreshold, int maxDetections, SoftSuppression? soft)
    {
        int length = _size.Height * _size.Width * 3;
        byte[] pictures = new byte[photos.Count * length];
        Letterbox[] fits = [.. photos.Select((photo, index) => photo(_reader, pictures.AsSpan(index * length, length)))];
        TensorList results = _network.RunAll(Tensor.From<byte>(pictures, [photos.Count, _size.Height, _size.Width, 3]));
        float[] boxes = results[0].ToArray<float>(), scores = results[1].ToArray<float>();
        int places = results[0].Shape[1];
        return [.. fits.Select((fit, index) => Kept(
            boxes.AsSpan(index * places * 4, places * 4), scores.AsSpan(index * places * _classNames.Count, places * _classNames.Count), fit, scoreThreshold, iouThreshold, maxDetections, soft))];
    }

    /// <summary>COCO's figures.</summary>
    public CocoResult Evaluate(DetectionDataset photos, double iouThreshold, SoftSuppression? soft = null)
    {
        var evaluator = new CocoEvaluator(_classNames);
        foreach (AnnotatedImage[] batch in photos.Images.Chunk(BatchSize))
        {
            // The last photos come one by one: a plan for one is needed anyway.
            foreach (AnnotatedImage[] part in batch.Length == BatchSize ? [batch] : batch.Chunk(1))
            {
                IReadOnlyList<Detection>[] found = Detect(
                    [.. part.Select(image => (Source)((reader, picture) => reader.ReadInto(image.Path, picture)))], LeastScore, iouThreshold, MostDetections, soft);
                for (int i = 0; i < part.Length; i++) evaluator.Add(part[i].Boxes, found[i]);
            }
        }

        return evaluator.Result();
    }

    private List<Detection> Kept(
        ReadOnlySpan<float> boxes, ReadOnlySpan<float> scores, Letterbox fit, double scoreThreshold, double iouThreshold, int maxDetections, SoftSuppression? soft)
    {
        var (candidates, candidateScores, classes) = (new List<Box>(), new List<float>(), new List<int>());
        for (int i = 0; i < scores.Length; i++)
        {
            if (!(scores[i] >= scoreThreshold)) continue;
            ReadOnlySpan<float> corners = boxes.Slice(i / _classNames.Count * 4, 4);
            Box box = fit.OnPhoto(new Box(corners[0], corners[1], corners[2], corners[3]));
            if (box.IsEmpty) continue;
            candidates.Add(box);
            candidateScores.Add(scores[i]);
            classes.Add(i % _classNames.Count);
        }

        Box[] all = [.. candidates];
        float[] allScores = [.. candidateScores];
        if (soft is { } method)
        {
            var (softly, lowered) = Boxes.SoftNonMaxSuppression(
                all, allScores, method, iouThreshold: iouThreshold, scoreThreshold: scoreThreshold, maxCount: maxDetections, classes: [.. classes]);
            return [.. softly.Select((index, rank) => new Detection(_classNames[classes[index]], classes[index], lowered[rank], all[index]))];
        }

        int[] kept = Boxes.NonMaxSuppression(all, allScores, iouThreshold, maxCount: maxDetections, classes: [.. classes]);
        return [.. kept.Select(index => new Detection(_classNames[classes[index]], classes[index], allScores[index], all[index]))];
    }
}
