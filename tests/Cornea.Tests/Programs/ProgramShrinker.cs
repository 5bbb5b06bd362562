using Cornea.Graphs;

namespace Cornea.Tests.Programs;

/// <summary>From a program that fails to one as small as can be that fails too: results, runs and statements are left out one by one.</summary>
internal static class ProgramShrinker
{
    /// <param name="program">A program that fails.</param>
    /// <param name="fails">Whether a program fails.</param>
    public static RandomProgram Shrink(RandomProgram program, Func<RandomProgram, bool> fails)
    {
        for (bool again = true; again;)
        {
            again = false;
            foreach (RandomProgram smaller in Smaller(program))
            {
                if (!fails(smaller)) continue;
                (program, again) = (smaller, true);
                break;
            }
        }

        return program;
    }

    private static IEnumerable<RandomProgram> Smaller(RandomProgram program)
    {
        for (int runs = 1; runs < program.Runs; runs++) yield return program with { Runs = runs };
        foreach (Block body in Smaller(program.Body, program)) yield return (program with { Body = body }).Described();
    }

    private static IEnumerable<Block> Smaller(Block block, RandomProgram program, bool keepsResults = false)
    {
        if (!keepsResults && block.Results.Length > 1)
            foreach (int result in block.Results) yield return block with { Results = [.. block.Results.Where(other => other != result)] };
        HashSet<int> read = [.. block.Reads()];
        for (int index = block.Statements.Count - 1; index >= 0; index--)
        {
            Statement statement = block.Statements[index];
            Statement[] before = [.. block.Statements.Take(index)], after = [.. block.Statements.Skip(index + 1)];
            if (!statement.Outputs.Any(read.Contains))
            {
                yield return block with { Statements = [.. before, .. after] };
                continue;
            }

            // What read it reads something earlier, or ones.
            int[] used = [.. statement.Outputs.Where(read.Contains)];
            if (used.Length == 1)
            {
                foreach (int other in statement.Inputs.Concat(block.Parameters).Distinct())
                    if (program.Specs!.TryGetValue(other, out TensorSpec spec) && spec == program.Specs[used[0]])
                        yield return (block with { Statements = [.. before, .. after] }).Reading(value => value == used[0] ? other : value);
            }

            if (statement is not Call { Inputs.Length: 0 } && used.All(program.Specs!.ContainsKey))
                yield return block with { Statements = [.. before, .. used.Select(value => Ones(value, program.Specs![value])), .. after] };
        }

        for (int index = 0; index < block.Statements.Count; index++)
        {
            Statement statement = block.Statements[index];
            for (int inner = 0; inner < statement.Blocks.Count; inner++)
            {
                foreach (Block smaller in Smaller(statement.Blocks[inner], program, keepsResults: true))
                {
                    Block[] blocks = [.. statement.Blocks];
                    blocks[inner] = smaller;
                    yield return block with { Statements = [.. block.Statements.Select((other, place) => place == index ? other.With(blocks) : other)] };
                }
            }
        }
    }

    private static Call Ones(int value, TensorSpec spec) => new(
        $"Ops.Ones({ProgramPrinter.Shape(spec.Shape)}, DType.{spec.DType})", [], [value], _ => [Ops.Ones(spec.Shape, spec.DType)]);
}
