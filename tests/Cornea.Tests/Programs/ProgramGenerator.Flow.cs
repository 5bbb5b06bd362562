using Cornea.Graphs;
using Cornea.Graphs.Operations;

namespace Cornea.Tests.Programs;

// What has to do with time: draws, gradients, variables, loops and branches.
internal sealed partial class ProgramGenerator
{
    private void RandomCall()
    {
        Shape shape = SmallShape();
        int seed = Int(1, 99);
        if (_real != DType.Float32) throw new ShapeException("Random numbers are float32.");
        if (_inChoice || Chance(0.4)) AddCall($"RandomOps.Normal({ProgramPrinter.Shape(shape)}, seed: {seed})", [], _ => RandomOps.Normal(shape, seed: seed));
        else AddCall($"RandomOps.Uniform({ProgramPrinter.Shape(shape)})", [], _ => RandomOps.Uniform(shape));
    }

    private void DropoutCall()
    {
        int x = Real();
        if (_real != DType.Float32) throw new ShapeException("Random numbers are float32.");
        int generator = Index(RandomProgram.GeneratorCount);
        AddState($"Node.Emit(Dropout(0.3), {{0}}, seeds{generator}.Next())", [x], (execution, given) => [Node.Emit(new Dropout(0.3), given[0], execution.Generators[generator].Next())[0]]);
    }

    private void GeneratorCall()
    {
        Shape shape = SmallShape();
        if (_real != DType.Float32) throw new ShapeException("Random numbers are float32.");
        int generator = Index(RandomProgram.GeneratorCount);
        AddState($"RandomOps.Uniform({ProgramPrinter.Shape(shape)}, seed: seeds{generator})", [], (execution, _) => [RandomOps.Uniform(shape, seed: execution.Generators[generator])]);
    }

    private void StopCall() => AddCall("Ops.StopGradient({0})", [Real()], given => Ops.StopGradient(given[0]));

    private void CustomGradientCall()
    {
        int x = Real();
        AddCall("Ops.CustomGradient(Ops.Floor({0}), [{0}], dy => [dy * 0.5])", [x], given => Ops.CustomGradient(Ops.Floor(given[0]), [given[0]], dy => [dy * 0.5]));
    }

    private void WatchCall()
    {
        int x = Real();
        AddCall("Ops.Watch({0})", [x], given => Ops.Watch(given[0]));
        int watched = _known[^1].Id;
        AddStatements(Int(1, 4));
        int y = Real();
        AddCall("Gradients.Of(Ops.Sum({0}), {1})", [y, watched], given => Gradients.Of(Ops.Sum(given[0]), given[1]));
    }

    private void ReadCall()
    {
        int index = Index(_variables.Count);
        AddState($"w{index}.Value", [], (execution, _) => [execution.Variables[index].Value]);
    }

    private void AssignCall()
    {
        int index = Index(_variables.Count), value = Of(_variables[index].Spec);
        AddState($"w{index}.Assign({{0}})", [value], (execution, given) =>
        {
            execution.Variables[index].Assign(given[0]);
            return [];
        });
    }

    // A variable changed by its own value.
    private void CountCall()
    {
        int index = Index(_variables.Count);
        if (_variables[index].Spec.DType == DType.Bool) throw new ShapeException("No arithmetic on truth values.");
        double factor = _variables[index].Spec.DType.IsFloating ? Int(-9, 9) / 10.0 : 1;
        string text = factor.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
        AddState($"w{index}.Assign((w{index} * {text}) + 1)", [], (execution, _) =>
        {
            execution.Variables[index].Assign((execution.Variables[index].Value * factor) + 1);
            return [];
        });
    }

    private void GradientCall()
    {
        int loss = Real();
        int[] wanted = Trained();
        if (wanted.Length == 0) throw new ShapeException("Nothing to train.");
        if (Chance(0.5)) wanted = [wanted[Index(wanted.Length)]];
        AddState(
            $"Gradients.Of(Ops.Sum({{0}}), [{string.Join(", ", wanted.Select(index => $"w{index}"))}])", [loss],
            (execution, given) => Gradients.Of(Ops.Sum(given[0]), [.. wanted.Select(index => execution.Variables[index])]));
    }

    private void ApplyCall()
    {
        int loss = Real(), which = Index(RandomProgram.Optimizers.Count);
        int[] trained = Trained();
        if (trained.Length == 0 || _real != DType.Float32) throw new ShapeException("Nothing to train.");
        AddState(
            $"optimizer{which}.Apply(Gradients.Of(Ops.Sum({{0}}), [{string.Join(", ", trained.Select(index => $"w{index}"))}]), …)", [loss],
            (execution, given) =>
            {
                Variable[] variables = [.. trained.Select(index => execution.Variables[index])];
                execution.Optimizers[which].Apply(Gradients.Of(Ops.Sum(given[0]), variables), variables);
                return [];
            });
    }

    private void LoopCall()
    {
        if (_depth >= 2) throw new ShapeException("Deep enough.");
        int length = Int(1, 3), carried = Int(1, 2);
        int[] carries = [.. Enumerable.Range(0, carried).Select(_ => Chance(0.8) ? Real() : Any(_ => true))];
        int[] sequences = Chance(0.6) ? [Of(new TensorSpec([length, .. SmallShape(0, 2)], _real))] : [];
        TensorSpec[] specs = [.. carries.Select(SpecOf)];
        Block body = Inner([.. specs, .. sequences.Select(value => SpecOf(value) with { Shape = ShapeOf(value)[1..] })], Int(1, 5), () =>
        {
            int[] next = [.. specs.Select(Of)];
            return [.. next, .. Results(Int(0, 2), spec => spec.Shape.ElementCount * length <= MostElements)];
        });
        int outputs = body.Results.Length - carried;
        AddStatement(new Loop(carried, length, Chance(0.3), body, [.. carries, .. sequences], [.. Enumerable.Range(0, carried + outputs).Select(_ => _count++)]));
    }

    private void ChoiceCall()
    {
        if (_depth >= 2) throw new ShapeException("Deep enough.");
        if (_mayFail) throw new ShapeException("A branch may read what fails: computed late, only where the branch is taken.");
        int x = Real(shape => shape.ElementCount > 0);
        AddCall("Ops.Sum({0}) > 0", [x], given => Ops.Sum(given[0]) > 0);
        int condition = _known[^1].Id;
        TensorSpec[] specs = [.. Enumerable.Range(0, Int(1, 2)).Select(_ => SpecOf(Real()))];
        bool outer = _inChoice;
        _inChoice = true;
        try
        {
            Block whenTrue = Inner([], Int(1, 4), () => [.. specs.Select(Of)]), whenFalse = Inner([], Int(0, 3), () => [.. specs.Select(Of)]);
            AddStatement(new Choice(whenTrue, whenFalse, [condition], [.. specs.Select(_ => _count++)]));
        }
        finally
        {
            _inChoice = outer;
        }
    }

    private int[] Trained() => [.. Enumerable.Range(0, _variables.Count).Where(index => _variables[index].IsTrainable && _variables[index].Spec.DType == _real)];
}
