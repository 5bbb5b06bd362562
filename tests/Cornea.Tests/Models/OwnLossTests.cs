using Cornea.Layers;
using Cornea.Tests.Operations;
using Xunit;

namespace Cornea.Tests.Models;

/// <summary>A model that overrides ComputeLoss is trained with what that gives, and reports it.</summary>
public class OwnLossTests
{
    [Fact]
    public void WhatComputeLossGivesIsTrainedWithAndReported()
    {
        (Tensor x, Tensor y) = (Ops.Ones([4, 1]), Ops.Zeros([4, 1]));
        var model = new Doubled();
        model.Compile("sgd", "mse");
        History history = model.Fit(x, y, batchSize: 2, epochs: 1, verbose: 0);

        // weight w: (w · 1)² twice, so each step takes off 0.01 · 2 · 2w.
        double first = 3, second = first - (0.01 * 4 * first), third = second - (0.01 * 4 * second);
        Assert.Equal(((2 * first * first) + (2 * second * second)) / 2, history["loss"][0], 1e-4);
        Check.Values(model.Weights[0], [1, 1], third);
        Assert.Equal(2 * third * third, model.Evaluate(x, y, verbose: 0)["loss"], 1e-4);
    }

    private sealed class Doubled : Model
    {
        private readonly Dense _dense = new(1, useBias: false, kernelInitializer: new Initializers.Constant(3));

        protected override Tensor Forward(Tensor x, bool training) => _dense.Call(x);

        protected override Tensor ComputeLoss(Batch batch, TensorList outputs) => base.ComputeLoss(batch, outputs) * 2;
    }
}
