namespace Cornea.Onnx;

// Branches and loops whose course is known when the file is imported: the branch taken, the body as often as it runs.
internal static partial class OperatorTable
{
    private static IEnumerable<(string Name, Func<OperatorCall, Value[]> Run)> Control() =>
    [
        Many("If", call =>
        {
            bool condition = Scalar(call, 0, "condition") != 0;
            return call.Import.RunInside(Body(call, condition ? "then_branch" : "else_branch"), new Dictionary<string, Value>());
        }),
        Many("Loop", Loop),
        Many("Scan", Scan),
    ];

    private static GraphProto Body(OperatorCall call, string name) =>
        call.Node.Attributes.GetValueOrDefault(name)?.Graph ?? throw new InvalidDataException($"its {name} is missing");

    private static Value[] Loop(OperatorCall call)
    {
        GraphProto body = Body(call, "body");
        long most = call.At(0) is null ? long.MaxValue : (long)Scalar(call, 0, "number of rounds");
        bool goesOn = call.At(1) is null || Scalar(call, 1, "condition") != 0;
        Value[] carried = [.. Enumerable.Range(2, Math.Max(0, call.Count - 2)).Select(index => call[index])];
        var collected = new List<Value[]>();
        for (long round = 0; round < most && goesOn; round++)
        {
            var inputs = new Dictionary<string, Value>();
            Value[] given = [Value.Constant(Tensor.From(round)), Value.Constant(Tensor.From(true)), .. carried];
            if (body.Inputs.Count != given.Length) throw new InvalidDataException($"its body takes {body.Inputs.Count} inputs, and gets {given.Length}");
            for (int index = 0; index < given.Length; index++) inputs[body.Inputs[index].Name] = given[index];
            Value[] outputs = call.Import.RunInside(body, inputs);
            if (outputs.Length < carried.Length + 1) throw new InvalidDataException($"its body gives {outputs.Length} outputs; expected at least {carried.Length + 1}");
            if (!outputs[0].IsConstant) throw new InvalidDataException("whether it goes on must be known when the model is imported, but that depends on the inputs");
            goesOn = outputs[0].Tensor.ToScalar<byte>() != 0;
            carried = outputs[1..(carried.Length + 1)];
            collected.Add(outputs[(carried.Length + 1)..]);
            call.Import.Take(1024, "a round of a loop");
        }

        if (collected.Count == 0 && body.Outputs.Count > carried.Length + 1) throw OperatorCall.Unsupported("a loop that collects values in no round");
        return [.. carried, .. Enumerable.Range(0, collected.FirstOrDefault()?.Length ?? 0).Select(index => call.Give(Ops.Stack([.. collected.Select(round => round[index].Plain)])))];
    }

    // The body for each step along the first axis (version 9 and later).
    private static Value[] Scan(OperatorCall call)
    {
        if (call.Opset < 9) throw OperatorCall.Unsupported("Scan before version 9");
        if (call.Ints("scan_input_axes")?.Any(axis => axis != 0) == true || call.Ints("scan_output_axes")?.Any(axis => axis != 0) == true) throw OperatorCall.Unsupported("an axis other than the first");
        int[] ways = call.Ints("scan_input_directions") ?? [], outputWays = call.Ints("scan_output_directions") ?? [];
        GraphProto body = Body(call, "body");
        int scanned = checked((int)call.Int("num_scan_inputs", 1)), states = call.Count - scanned;
        if (scanned < 1 || states < 0 || body.Inputs.Count != call.Count) throw new InvalidDataException($"its body takes {body.Inputs.Count} inputs, and gets {call.Count}");
        Value[] carried = [.. Enumerable.Range(0, states).Select(index => call[index])];
        int steps = call[states].Sizes[0];
        if (steps is < 1 or > MostSteps) throw OperatorCall.Unsupported($"a scan over {steps} steps");
        var collected = new List<Value[]>();
        for (int step = 0; step < steps; step++)
        {
            var inputs = new Dictionary<string, Value>();
            for (int index = 0; index < states; index++) inputs[body.Inputs[index].Name] = carried[index];
            for (int index = states; index < call.Count; index++)
            {
                int place = IsBack(ways, index - states) ? steps - 1 - step : step;
                inputs[body.Inputs[index].Name] = call[index].IsConstant ? Value.Constant(call[index].Tensor[place]) : Value.Of(call[index].Plain[place]);
            }

            Value[] outputs = call.Import.RunInside(body, inputs);
            carried = outputs[..states];
            collected.Add(outputs[states..]);
        }

        return [.. carried, .. Enumerable.Range(0, collected[0].Length).Select(index => call.Give(Ops.Stack([.. (IsBack(outputWays, index) ? collected.AsEnumerable().Reverse() : collected).Select(round => round[index].Plain)])))];

        static bool IsBack(int[] ways, int index) => index < ways.Length && ways[index] == 1;
    }
}
