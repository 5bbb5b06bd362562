using System.Globalization;
using System.Text;

namespace Cornea.Cpu.Kernels;

/// <summary>A program as text, one step a line: x are inputs, y outputs, r registers, s scalars.</summary>
internal sealed class ElementwisePrinter(ElementwiseProgramBuilder builder, ElementwiseAllocator allocator)
{
    public string Print(ReadOnlySpan<List<ElementwiseDraft>> stages)
    {
        StringBuilder text = new();
        foreach (List<ElementwiseDraft> steps in stages)
        {
            foreach (ElementwiseDraft step in steps)
            {
                if (step.Load < 0)
                {
                    text.Append(text.Length == 0 ? "" : "; ").Append(Step(step));
                }
            }
        }
        return text.ToString();
    }

    private string Step(ElementwiseDraft step)
    {
        if (step.Output >= 0)
        {
            string type = builder.Outputs[step.Output].Type == ElementwiseType.Bool ? ":bool" : "";
            return $"y{step.Output}{type} = {Name(step.First)}";
        }
        string operands = Name(step.First);
        operands += step.Second < 0 ? "" : $", {Name(step.Second)}";
        operands += step.Third < 0 ? "" : $", {Name(step.Third)}";
        return $"{Name(step.Result)} = {step.Opcode.Name()}({operands})";
    }

    private string Name(int id)
    {
        ElementwiseNode node = builder.Nodes[id];
        if (node.Kind == ElementwiseNodeKind.Constant)
        {
            return builder.Constants[node.Number].ToString(CultureInfo.InvariantCulture);
        }
        if (node.Kind == ElementwiseNodeKind.Input)
        {
            ElementwiseInput input = builder.Inputs[node.Number];
            string type = input.Type == ElementwiseType.Float32 ? "" : $":{input.Type.ToString().ToLowerInvariant()}";
            string access = input.Access == ElementwiseAccess.Contiguous ? "" : $"[{input.Access.ToString().ToLowerInvariant()}]";
            return $"x{node.Number}{access}{type}";
        }
        ElementwisePlace place = allocator.PlaceOf(id);
        return place.Kind switch
        {
            ElementwisePlaceKind.Slot => $"s{place.Number}",
            ElementwisePlaceKind.Output => $"y{place.Number}",
            _ => $"r{place.Number}",
        };
    }
}
