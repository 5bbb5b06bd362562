using System.Collections.Immutable;

namespace Cornea.Cpu.Kernels;

/// <summary>
/// A chain of elementwise operations over rows × columns, computed block by block in L1: the unit of fusion. Made by
/// <see cref="ElementwiseProgramBuilder"/>; immutable, so any number of threads may run it at once.
/// </summary>
/// <remarks>
/// <para>What an element's result is depends on its inputs only: the bits are the same however the index space is cut.</para>
/// <para>
/// Three kinds of steps: what depends on scalars only is computed once in a run, what depends on the column only once for a tile of
/// whole rows (blocks are such tiles, so it serves them all), and the rest for each block.
/// </para>
/// </remarks>
internal sealed unsafe class ElementwiseProgram
{
    /// <summary>A piece takes about this many thousandths of a nanosecond.</summary>
    private const long PieceCost = 25_000_000;

    private readonly ElementwiseLayout _layout;
    private readonly ImmutableArray<ElementwiseInput> _inputs;
    private readonly ImmutableArray<float> _constants;
    private readonly ImmutableArray<ElementwiseLoad> _loads;
    private readonly ImmutableArray<ElementwiseStep> _scalarSteps;
    private readonly ImmutableArray<ElementwiseStep> _tileSteps;
    private readonly ImmutableArray<ElementwiseStep> _steps;
    private readonly ImmutableArray<ElementwiseType> _outputs;
    private readonly string _text;

    internal ElementwiseProgram(
        ElementwiseLayout layout,
        ImmutableArray<ElementwiseInput> inputs,
        ImmutableArray<ElementwiseType> outputs,
        ImmutableArray<float> constants,
        ImmutableArray<ElementwiseLoad> loads,
        ImmutableArray<ElementwiseStep> scalarSteps,
        ImmutableArray<ElementwiseStep> tileSteps,
        ImmutableArray<ElementwiseStep> steps,
        long costPerElement,
        string text)
    {
        _layout = layout;
        _inputs = inputs;
        _outputs = outputs;
        _constants = constants;
        _loads = loads;
        _scalarSteps = scalarSteps;
        _tileSteps = tileSteps;
        _steps = steps;
        _text = text;
        // Pieces of whole blocks, so that only the last block of all is a partial one.
        nint blocks = (nint)Math.Max(1, PieceCost / Math.Max(1, costPerElement) / layout.Block);
        PieceElements = blocks * layout.Block;
        Pieces = checked((int)((Count + PieceElements - 1) / PieceElements));
    }

    public nint Rows => _layout.Rows;

    public nint Columns => _layout.Columns;

    /// <summary>Elements of the index space.</summary>
    public nint Count => checked(Rows * Columns);

    public int InputCount => _inputs.Length;

    public int OutputCount => _outputs.Length;

    /// <summary>The workspace of one run in bytes, 64-byte aligned.</summary>
    public nint ScratchBytes => _layout.ScratchBytes;

    /// <summary>Into how many pieces the whole index space is cut.</summary>
    public int Pieces { get; }

    /// <summary>The elements of a piece but the last.</summary>
    public nint PieceElements { get; }

    public OutputRange Range(int piece)
    {
        nint start = piece * PieceElements;
        return new(start, Math.Min(PieceElements, Count - start));
    }

    /// <summary>One piece, when the program runs by itself.</summary>
    public void Run(int piece, byte** inputs, byte** outputs, byte* scratch)
    {
        (nint start, nint count) = Range(piece);
        Run(start, count, inputs, outputs, scratch);
    }

    /// <summary>Computes elements [start, start + count), which may be any part of the index space.</summary>
    /// <param name="start">The first element.</param>
    /// <param name="count">How many.</param>
    /// <param name="inputs">The address of each input's element 0, wherever the part begins.</param>
    /// <param name="outputs">The address of each output's element 0.</param>
    /// <param name="scratch"><see cref="ScratchBytes"/> bytes of the caller's own, 64-byte aligned.</param>
    public void Run(nint start, nint count, byte** inputs, byte** outputs, byte* scratch)
    {
        float** table = (float**)(scratch + _layout.TableOffset);
        RegisterContents* registers = (RegisterContents*)(scratch + _layout.ContentsOffset);
        nint end = start + count;
        Prepare(Math.Min(count, _layout.Block), start, inputs, scratch, table, registers);
        while (start < end)
        {
            nint length = _layout.BlockLength(start, end);
            Point(start, inputs, outputs, table);
            foreach (ref readonly ElementwiseStep step in _steps.AsSpan())
            {
                float* destination = table[step.Destination];
                if (step.Load < 0)
                {
                    nint elements = step.IsPrivate ? (length + 15) & ~15 : length;
                    step.Kernel(table[step.First], table[step.Second], table[step.Third], destination, elements);
                    continue;
                }
                ElementwiseLoad load = _loads[step.Load];
                RegisterContents contents = new(load.Key(start, length), length);
                if (!registers[step.Load].Holds(contents))
                {
                    load.Fill(inputs[load.InputIndex], destination, start, length);
                    registers[step.Load] = contents;
                }
            }
            start += length;
        }
    }

    /// <summary>The steps in order, one a line: <c>r0 = add(x0, x1[row]); y0 = relu(r0)</c>.</summary>
    public override string ToString() => _text;

    /// <summary>Everything that a run needs once: scalars, registers' addresses, rows that all blocks share.</summary>
    private void Prepare(nint tile, nint start, byte** inputs, byte* scratch, float** table, RegisterContents* registers)
    {
        for (int slot = 0; slot < _layout.Slots; slot++)
        {
            table[slot] = (float*)(scratch + slot * ElementwiseLayout.SlotBytes);
        }
        for (int register = 0; register < _layout.Registers; register++)
        {
            table[_layout.Slots + register] = (float*)(scratch + _layout.RegistersOffset + register * _layout.RegisterBytes);
        }
        for (int load = 0; load < _loads.Length; load++)
        {
            registers[load] = RegisterContents.Unknown;
        }
        for (int constant = 0; constant < _constants.Length; constant++)
        {
            *table[constant] = _constants[constant];
        }
        foreach ((int input, int slot) in _layout.ScalarInputs)
        {
            *table[slot] = ConvertLoop.Element(inputs[input], _inputs[input].Type, 0);
        }
        RunOnce(_scalarSteps, 1, start, inputs, table);
        RunOnce(_tileSteps, tile, start, inputs, table);
    }

    private void RunOnce(ImmutableArray<ElementwiseStep> steps, nint count, nint start, byte** inputs, float** table)
    {
        foreach (ref readonly ElementwiseStep step in steps.AsSpan())
        {
            if (step.Load < 0)
            {
                step.Kernel(table[step.First], table[step.Second], table[step.Third], table[step.Destination], count);
            }
            else
            {
                _loads[step.Load].Fill(inputs[_loads[step.Load].InputIndex], table[step.Destination], start, count);
            }
        }
    }

    /// <summary>Sets the addresses of what is read and written in place.</summary>
    private void Point(nint start, byte** inputs, byte** outputs, float** table)
    {
        float** entry = table + _layout.Slots + _layout.Registers;
        for (int input = 0; input < _inputs.Length; input++)
        {
            nint element = _inputs[input].Access == ElementwiseAccess.Row ? start % _layout.Columns : start;
            entry[input] = (float*)inputs[input] + element;
        }
        entry += _inputs.Length;
        for (int output = 0; output < _outputs.Length; output++)
        {
            entry[output] = (float*)(outputs[output] + start * (_outputs[output] == ElementwiseType.Bool ? 1 : sizeof(float)));
        }
    }
}
