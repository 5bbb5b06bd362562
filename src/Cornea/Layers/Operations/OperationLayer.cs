using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Cornea.Graphs;
using Cornea.Graphs.Operations;

namespace Cornea.Layers;

/// <summary>An operation between a model's symbolic tensors, as part of the model: one of the program's, or one that a file names.</summary>
/// <remarks>Files have it as Keras writes an operation: its class, the arguments of its making, and in each call those of the call.</remarks>
internal sealed class OperationLayer : Layer
{
    private static readonly ConditionalWeakTable<Node, CallOutput?[]> Loose = [];

    private readonly Op? _operation;
    private readonly OperationForm? _form;
    private readonly int? _output;

    private OperationLayer(Op? operation, OperationForm? form, string className, string? name = null, int? output = null)
        : base(name ?? LayerNames.Next(className))
    {
        _operation = operation;
        _form = form;
        _output = output;
        ClassName = className;
        MarkBuilt();
    }

    public override string ClassName { get; }

    /// <summary>A loose operation's output as that of a layer's call, the same for every model.</summary>
    public static CallOutput OutputOf(Node node, int output)
    {
        CallOutput?[] outputs = Loose.GetValue(node, static node => new CallOutput?[node.Outputs.Length]);
        lock (outputs)
        {
            if (outputs[output] is { } known) return known;
            RefuseWhatNoDataTells(node);
            foreach (Tensor input in node.Inputs)
                if (input is { IsSymbolic: false, Producer: not null, Source: null, RequiresGradient: false, Shape.IsKnown: true }) input.Evaluate(); // Once, so that a file has the very bits.
            if (OperationForm.Whole(node) is (var whole, var inputs))
            {
                var one = new OperationLayer(null, whole, whole.ClassName);
                return outputs[0] = new CallOutput(one.AddCall(inputs, node.Outputs, new CallArguments { Operation = whole.Arguments }), 0);
            }

            bool isApart = OperationForm.AreApart(node);
            OperationForm? form = OperationForm.Of(node, output);
            CallArguments arguments = form is null ? CallArguments.None : new CallArguments { Operation = form.Arguments };
            var layer = new OperationLayer(node.Op, form, form?.ClassName ?? node.Op.Name, output: isApart ? output : null);
            LayerCall call = layer.AddCall(TensorList.Create([.. node.Inputs]), isApart ? [node.Outputs[output]] : node.Outputs, arguments);
            if (isApart) return outputs[output] = new CallOutput(call, 0);
            for (int index = 0; index < outputs.Length; index++) outputs[index] = new CallOutput(call, index);
            return outputs[output]!;
        }
    }

    /// <summary>The operation of a file.</summary>
    /// <exception cref="InvalidDataException">There is none of that name.</exception>
    public static OperationLayer FromConfig(string module, string className, LayerConfig config)
    {
        if (!OperationTable.Has(className)) throw new InvalidDataException($"Layer '{config.GetString("name")}': unknown operation '{className}'.");
        return new OperationLayer(null, new OperationForm(module, className, (JsonObject)OperationArguments.Replaced(config.Json, _ => null)!, OperationArguments.None), className, config.GetString("name"));
    }

    public override LayerConfig GetConfig()
    {
        if (_form is null)
            throw new NotSupportedException($"The operation '{Name}' between a model's tensors can't be written to a file, since Keras has none that does the same; put it into a layer of your own.");
        var config = new LayerConfig().With("name", Name);
        foreach ((string name, JsonNode? value) in _form.Config)
            if (name != "name") config.With(name, value?.DeepClone());
        return config;
    }

    private protected override JsonObject Describe() => new()
    {
        ["module"] = _form?.Module,
        ["class_name"] = ClassName,
        ["config"] = GetConfig().Json,
        ["registered_name"] = ClassName,
    };

    // An operation is recorded with the sizes in it; where some of them aren't known, data of no shape would fit.
    private static void RefuseWhatNoDataTells(Node node)
    {
        Shape? open = node.Op is Graphs.Operations.Reshape { Target: var target } && target.Count(size => size == Shape.Unknown) > 1 ? target
            : node.Inputs.FirstOrDefault(input => !input.IsSymbolic && !input.Shape.IsKnown)?.Shape;
        if (open is not null)
            throw new ShapeException($"{node.Op.Name} between a model's tensors needs sizes that aren't known yet: {open}. Give the model's input these sizes, or do it within a layer of your own, which takes its steps for each shape of data anew.");
    }

    protected override TensorList Forward(TensorList inputs, CallContext context)
    {
        if (_operation is null) return OperationTable.Run(ClassName, _form!.Config, context.Arguments.Operation ?? OperationArguments.None, inputs);
        Tensor[] values = [.. inputs.Select(input => input.Source is { } variable ? variable.Value : input)];
        if (_operation is Later later) return later.Steps(values);
        Tensor[] results = Node.Emit(_operation.For([.. values.Select(value => value.Spec)]), values);
        return _output is { } output ? results[output] : results;
    }

    private protected override void CheckInputs(TensorList inputs)
    {
    }
}
