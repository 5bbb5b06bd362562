using Cornea.Data;

namespace Cornea.Layers;

/// <summary>Layers in data pipelines.</summary>
public static class DatasetAugmentation
{
    /// <summary>Changes the input of each element by layers, which train: augmentations draw anew for each element.</summary>
    /// <param name="dataset">Elements of one input: single images, or after <c>Batch</c> batches of them.</param>
    /// <param name="layers">Applied one after the other. Those that mix images (<see cref="MixUp"/>, <see cref="CutMix"/>) take batches, and mix the targets too.</param>
    /// <exception cref="ArgumentException">The elements have several inputs, or images are to be mixed and there isn't one target.</exception>
    public static Dataset Map(this Dataset dataset, params Layer[] layers)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(layers);
        return dataset.MapElements(element =>
        {
            if (element.Inputs.Count != 1)
                throw new ArgumentException($"Dataset.Map: layers take one tensor, but elements have {element.Inputs.Count} inputs; use MapElements.", nameof(layers));
            Tensor x = element.Inputs[0];
            TensorList? y = element.Targets;
            foreach (Layer layer in layers)
            {
                if (layer is not MixingLayer mixing)
                {
                    x = layer.Call(x);
                    continue;
                }

                if (y is not { Count: 1 })
                    throw new ArgumentException($"Dataset.Map: {layer} mixes images and their targets, but elements have {y?.Count ?? 0} targets.", nameof(layers));
                LabeledImages mixed = mixing.Call(new LabeledImages(x, y[0]));
                (x, y) = (mixed.Images, mixed.Labels!);
            }

            return new Batch(x, y, element.SampleWeights);
        });
    }
}
