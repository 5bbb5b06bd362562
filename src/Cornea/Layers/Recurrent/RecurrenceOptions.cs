namespace Cornea.Layers;

/// <summary>How a cell is run over a sequence.</summary>
internal sealed record RecurrenceOptions(
    bool ReturnSequences, bool ReturnState, bool GoBackwards, bool Stateful, bool Unroll, bool ZeroOutputForMask)
{
    public static RecurrenceOptions Read(LayerConfig config) => new(
        config.GetBool("return_sequences", false), config.GetBool("return_state", false), config.GetBool("go_backwards", false),
        config.GetBool("stateful", false), config.GetBool("unroll", false), config.GetBool("zero_output_for_mask", false));

    public LayerConfig Write(LayerConfig config) => config
        .With("return_sequences", ReturnSequences)
        .With("return_state", ReturnState)
        .With("go_backwards", GoBackwards)
        .With("stateful", Stateful)
        .With("unroll", Unroll)
        .With("zero_output_for_mask", ZeroOutputForMask);
}
