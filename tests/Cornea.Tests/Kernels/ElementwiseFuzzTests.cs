using Cornea.Cpu.Kernels;
using Xunit;

namespace Cornea.Tests.Kernels;

/// <summary>Programs drawn at random, run in random parts, against their opcodes one by one.</summary>
public class ElementwiseFuzzTests
{
    [Fact]
    public void RandomProgramsFuzzed()
    {
        Random random = new(12345);
        for (int trial = 0; trial < 300; trial++)
            Fuzz(random);
    }

    /// <summary>Some program over some inputs, against the same opcodes one by one over whole arrays.</summary>
    private static void Fuzz(Random random)
    {
        int columns = random.Next(1, 4) switch { 1 => random.Next(1, 20), 2 => random.Next(20, 512), _ => random.Next(500, 1200) };
        int rows = random.Next(1, 2500 / columns + 2), count = rows * columns;
        ElementwiseProgramBuilder builder = new(rows, columns);
        List<(ElementwiseValue Value, float[] Data)> values = [];
        List<Array> inputs = [];
        for (int i = random.Next(1, 5); i > 0; i--)
        {
            ElementwiseAccess access = (ElementwiseAccess)random.Next(4);
            float[] data = Values(access switch
            {
                ElementwiseAccess.Contiguous => count,
                ElementwiseAccess.Scalar => 1,
                ElementwiseAccess.Row => columns,
                _ => rows,
            }, random.Next());
            inputs.Add(data);
            float[] full = [.. Enumerable.Range(0, count).Select(index => data[access switch
            {
                ElementwiseAccess.Contiguous => index,
                ElementwiseAccess.Scalar => 0,
                ElementwiseAccess.Row => index % columns,
                _ => index / columns,
            }])];
            values.Add((builder.Input(access), full));
        }
        values.Add((builder.Constant(0.75f), [.. Enumerable.Repeat(0.75f, count)]));
        ElementwiseOpcode[] opcodes = [
            ElementwiseOpcode.Add, ElementwiseOpcode.Subtract, ElementwiseOpcode.Multiply, ElementwiseOpcode.Maximum, ElementwiseOpcode.Less,
            ElementwiseOpcode.Select, ElementwiseOpcode.Tanh, ElementwiseOpcode.Relu, ElementwiseOpcode.Square];
        for (int i = random.Next(1, 15); i > 0; i--)
        {
            ElementwiseOpcode opcode = opcodes[random.Next(opcodes.Length)];
            (ElementwiseValue Value, float[] Data)[] operands =
                [.. Enumerable.Range(0, opcode.Arity()).Select(_ => values[random.Next(values.Count)])];
            float[] data = ProgramRunner.Run(ProgramRunner.Single(opcode, count), [.. operands.Select(operand => operand.Data)]);
            values.Add((operands.Length switch
            {
                1 => builder.Apply(opcode, operands[0].Value),
                2 => builder.Apply(opcode, operands[0].Value, operands[1].Value),
                _ => builder.Apply(opcode, operands[0].Value, operands[1].Value, operands[2].Value),
            }, data));
        }
        List<float[]> expected = [];
        for (int i = random.Next(1, 4); i > 0; i--)
        {
            (ElementwiseValue value, float[] data) = values[^random.Next(1, Math.Min(6, values.Count) + 1)];
            builder.Output(value);
            expected.Add(data);
        }
        ElementwiseProgram program = builder.Build();
        float[][] outputs = [.. expected.Select(_ => new float[count])];
        nint start = 0;
        while (start < count)
        {
            nint length = Math.Min(random.Next(1, count + 1), count - start);
            ProgramRunner.Run(program, [.. inputs], outputs, start, length);
            start += length;
        }
        for (int i = 0; i < outputs.Length; i++)
            Assert.True(outputs[i].AsSpan().SequenceEqual(expected[i]), $"{rows} × {columns}, output {i} of {program}");
    }

    private static float[] Values(int count, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() * 4 - 2))];
    }
}
