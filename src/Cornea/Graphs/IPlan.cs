namespace Cornea.Graphs;

/// <summary>Something compiled that a <see cref="PlanTable{TKey, TPlan}"/> keeps.</summary>
internal interface IPlan
{
    /// <summary>Memory that it alone holds as long as it's kept.</summary>
    long HeldBytes { get; }

    /// <summary>What it holds together with others.</summary>
    IEnumerable<IPlan> HeldTogether => [];
}
