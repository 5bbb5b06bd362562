using System.Xml.Linq;
using Cornea.Layers;
using Cornea.Plots.Diagrams;
using SkiaSharp;
using Xunit;

namespace Cornea.Plots.Tests;

/// <summary>Models' diagrams: what stands in the boxes, that arrows go one way, that nothing overlaps.</summary>
public sealed class ModelDiagramTests
{
    private static readonly DiagramOptions Plain = new(false, false, false, DiagramDirection.Of("TB"), false, false, false);

    [Fact]
    public void BoxesSayWhatIsAskedFor()
    {
        Model model = Branched();
        DiagramBox plain = ModelDiagram.Of(model, Plain).Boxes[1];
        Assert.Equal("Dense", plain.Title);
        Assert.Empty(plain.Lines);
        model.GetLayer("left").Trainable = false;
        DiagramBox full = ModelDiagram.Of(model, Plain with { ShowShapes = true, ShowDtype = true, ShowLayerNames = true, ShowLayerActivations = true, ShowTrainable = true })
            .Boxes.Single(box => box.Title == "left (Dense)");
        Assert.Equal(["Activation: relu", "Input shape: (None, 8)", "Output shape: (None, 4)", "Output dtype: float32", "Trainable: no"], full.Lines);
    }

    [Theory]
    [InlineData("TB")]
    [InlineData("BT")]
    [InlineData("LR")]
    [InlineData("RL")]
    public void ArrowsGoOneWayAndBoxesDontOverlap(string rankdir)
    {
        ModelDiagram diagram = ModelDiagram.Of(Branched(), Plain with { Direction = DiagramDirection.Of(rankdir) });
        Assert.Equal(6, diagram.Arrows.Count);
        foreach (SKPoint[] arrow in diagram.Arrows)
        {
            float way = rankdir is "TB" or "BT" ? arrow[^1].Y - arrow[0].Y : arrow[^1].X - arrow[0].X;
            Assert.True(rankdir is "TB" or "LR" ? way > 0 : way < 0);
        }

        SKRect[] boxes = [.. diagram.Boxes.Zip(diagram.Places).Select(box => SKRect.Create(box.Second, box.First.Size))];
        for (int first = 0; first < boxes.Length; first++)
        {
            Assert.True(boxes[first].Left >= -0.01 && boxes[first].Top >= -0.01 && boxes[first].Right <= diagram.Size.Width + 0.01 && boxes[first].Bottom <= diagram.Size.Height + 0.01);
            for (int second = 0; second < first; second++) Assert.False(boxes[first].IntersectsWith(boxes[second]));
        }
    }

    [Fact]
    public void NestedModelsAreShownInside()
    {
        var inner = new Sequential("inner") { new Input(8), new Dense(4), new Dense(2) };
        Tensor input = new Input(8);
        var outer = new Model(input, new Activation("relu").Call(inner.Call(input)));
        Assert.All(ModelDiagram.Of(outer, Plain).Boxes, box => Assert.Null(box.Inside));
        ModelDiagram open = ModelDiagram.Of(outer, Plain with { ExpandNested = true });
        Assert.Equal(["Dense", "Dense"], open.Boxes[1].Inside!.Boxes.Select(box => box.Title));
        Kept.Keep(Charts.PlotModel(outer, showShapes: true, showLayerNames: true, expandNested: true), "nested");
    }

    [Fact]
    public void LayersThatAreSharedAreOneBox()
    {
        Tensor left = new Input(4), right = new Input(4);
        var shared = new Dense(2);
        var model = new Model([left, right], new Add().Call(TensorList.Create([shared.Call(left), shared.Call(right)])));
        ModelDiagram diagram = ModelDiagram.Of(model, Plain);
        Assert.Equal(4, diagram.Boxes.Count);
        Assert.Equal(3, diagram.Arrows.Count);
    }

    [Fact]
    public void SvgHasTheNamesAndPngThePixels()
    {
        Figure figure = Charts.PlotModel(Branched(), showShapes: true, showLayerNames: true, dpi: 96);
        XDocument svg = XDocument.Parse(figure.ToSvg());
        Assert.Contains("left (Dense)", string.Join("|", svg.Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value.Trim())), StringComparison.Ordinal);
        using SKBitmap picture = SKBitmap.Decode(figure.ToPng());
        Assert.Equal((figure.Width, figure.Height), (picture.Width, picture.Height));
        Assert.True(Charts.PlotModel(Branched(), showShapes: true, showLayerNames: true, dpi: 192).Width > 1.9 * figure.Width);
        Kept.Keep(figure, "model");
        Kept.Keep(Charts.PlotModel(Branched(), showLayerNames: true, rankdir: "LR"), "model_lr");
    }

    [Fact]
    public void DeepModelsAreLaidOutInAMoment()
    {
        // A hundred blocks with a way round each.
        Tensor x = new Input(8, 8, 4), input = x;
        for (int block = 0; block < 100; block++)
        {
            Tensor y = new Conv2D(4, 3, padding: "same").Call(x);
            x = new Add().Call(TensorList.Create([x, new BatchNormalization().Call(y)]));
        }

        ModelDiagram diagram = ModelDiagram.Of(new Model(input, x), Plain);
        Assert.Equal(301, diagram.Boxes.Count);
        Assert.True(diagram.Size.Height > 300 * DiagramBox.HeadHeight && diagram.Size.Width < 1000);
    }

    [Fact]
    public void WhatCannotBeDrawnIsRefused()
    {
        Assert.Contains("TB, BT, LR or RL", Assert.Throws<ArgumentException>(() => Charts.PlotModel(Branched(), rankdir: "UP")).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => Charts.PlotModel(new Sequential { new Dense(3) }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Charts.PlotModel(Branched(), dpi: 0));
    }

    // An input, two branches, one of them longer, a way past both, and a sum.
    private static Model Branched()
    {
        Tensor input = new Input(8);
        Tensor left = new Dense(4, activation: "relu", name: "left").Call(input), right = new Dense(4, name: "right1").Call(input);
        right = new Dense(4, name: "right2").Call(right);
        return new Model(input, new Concatenate().Call(TensorList.Create([left, right, input])));
    }
}
