using Cornea.Cpu.Steps;
using Cornea.Graphs;
using Cornea.Graphs.Operations;
using Cornea.Lowering;

namespace Cornea.Cpu.Lowering.Rules;

/// <summary>Scans: the body becomes a plan whose memory is part of the plan around it.</summary>
internal static class ScanRule
{
    public static bool Lower(Node node, LoweringContext context, int order)
    {
        var scan = (Scan)node.Op;
        Graph body = scan.Body.Graph;
        List<int> written = [.. Enumerable.Range(scan.Carries, body.Outputs.Count - scan.Carries)];
        (CarryHome Home, int Output)[] homes = [.. Enumerable.Range(0, scan.Carries).Select(carry => HomeOf(scan, carry, written))];
        IEnumerable<Tensor> results = Enumerable.Range(0, scan.Carries).Concat(written).Select(output => body.Outputs[output]);
        InnerPlan plan = Lowerer.LowerInner(new Graph(body.Parameters, body.Nodes, [.. results], []), context.Options);
        int slot = context.Inner.Count;
        context.Inner.Add(plan.Layout.Frame);
        var arena = new ValueBuffer(plan.Layout.ArenaBytes);
        var prepared = new ValueBuffer(plan.Layout.PreparedBytes);
        ValueBuffer[] alternating = [.. homes.Select((_, carry) => new ValueBuffer(2 * CarryPlaces.Pitch(node.Outputs[carry].Spec.Bytes)))];
        context.Add(
            new KernelUnit
            {
                Reads = [.. node.Inputs],
                Writes = [.. node.Outputs],
                Workspaces = [arena, prepared, .. alternating.Where((_, carry) => homes[carry].Home == CarryHome.Alternating)],
                CanFail = plan.CanFail,
                Make = place => new ScanStep(
                    plan,
                    new ScanPlaces(
                        place[arena],
                        place[prepared],
                        [.. node.Inputs.Take(scan.Captures).Select(input => place[input])],
                        [.. homes.Select((home, carry) => new CarryPlaces(
                            place[node.Inputs[scan.Captures + carry]],
                            place[node.Outputs[carry]],
                            home.Home == CarryHome.Alternating ? place[alternating[carry]] : place[node.Outputs[home.Output]],
                            node.Outputs[carry].Spec.Bytes,
                            home.Home,
                            scan.Length,
                            scan.Reverse))],
                        [.. node.Inputs.Skip(scan.FirstSequence).Select((input, index) => new StackedPlace(
                            place[input], body.Parameters[scan.FirstSequence + index].Tensor.Spec.Bytes))],
                        [.. written.Select(output => new StackedPlace(place[node.Outputs[output]], body.Outputs[output].Spec.Bytes))]),
                    slot,
                    scan.Length,
                    scan.Reverse),
            },
            order);
        return true;
    }

    // Where all of a carry's values are wanted, their array is its home, and the body needn't write that output.
    private static (CarryHome Home, int Output) HomeOf(Scan scan, int carry, List<int> written)
    {
        Graph body = scan.Body.Graph;
        Tensor before = body.Parameters[scan.Captures + carry].Tensor, after = body.Outputs[carry];
        int output = written.FindIndex(index => ReferenceEquals(body.Outputs[index], before));
        CarryHome home = CarryHome.Before;
        if (output < 0)
        {
            output = written.FindIndex(index => ReferenceEquals(body.Outputs[index], after));
            home = CarryHome.After;
        }

        if (output < 0) return (CarryHome.Alternating, -1);
        int number = written[output];
        written.RemoveAt(output);
        return (home, number);
    }
}
