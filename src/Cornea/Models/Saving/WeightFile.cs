using Cornea.Files;
using Cornea.Optimizers;

namespace Cornea;

/// <summary>A model's variables in the layout of Keras' <c>.weights.h5</c>, both ways.</summary>
internal static class WeightFile
{
    private const int MostProblems = 100;

    /// <summary>The tree that is written: each layer's weights, random layers' states, and the optimizer's state.</summary>
    /// <param name="model">The model.</param>
    /// <param name="type">In how many bits the weights are; the optimizer's state stays as it is.</param>
    public static Hdf5Group ToTree(Model model, WeightType type)
    {
        var root = new Hdf5Group();
        foreach (WeightGroup group in WeightGroup.Of(model)) Add(root, group.Path, group.Label, group.Variables, type, group.Adapted);
        if (model.CompiledSetup is { } setup) Add(root, WeightGroup.OptimizerPath, setup.Optimizer.Name, setup.Optimizer.Variables, WeightType.Float32);
        return root;
    }

    /// <summary>Takes over the values of a tree; of no variable if one doesn't fit.</summary>
    /// <param name="root">What was read.</param>
    /// <param name="model">The model.</param>
    /// <param name="place">What messages call the file.</param>
    /// <param name="skipMismatch">Whether layers that don't fit are left as they are.</param>
    /// <param name="isNew">Whether the model is thrown away when it can't be loaded: then the values are read straight into their place.</param>
    /// <param name="check">Called when all has been read, before it counts.</param>
    /// <exception cref="InvalidDataException">Something is missing, too much, or of another shape; the message lists it layer by layer.</exception>
    public static void Load(Hdf5Group root, Model model, string place, bool skipMismatch, bool isNew = false, Action? check = null)
    {
        var problems = new List<string>();
        var found = new List<(Variable Variable, IFileValues? Array)>(); // Without an array: zeros.
        var known = new HashSet<Hdf5Group>(ReferenceEqualityComparer.Instance);
        foreach (WeightGroup group in WeightGroup.Of(model))
        {
            Hdf5Group? stored = root.Find(group.Path);
            if (stored is not null) known.Add(stored);
            if (stored is null && (group.IsOptional || group.Variables.Count == 0)) continue;
            if (Problem(group, stored) is { } problem) problems.Add(problem);
            else if (problems.Count == 0 || skipMismatch)
            {
                Find(stored!, group.Variables, found);
                if (group.Adapted is { } adapted) found.AddRange([(adapted.A!, null), (adapted.B!, null)]);
            }
        }

        AddExtra(root, "", known, problems);
        if (problems.Count > 0 && !skipMismatch)
            throw new InvalidDataException($"{place}: the weights aren't those of {model}; nothing was loaded.\n  {Listed(problems)}");
        FindOptimizer(root, model, found, place);
        Take(found, place, isNew, check);
    }

    /// <summary>Reads what was found into the variables; into none if one can't be read.</summary>
    /// <inheritdoc cref="Load"/>
    public static void Take(List<(Variable Variable, IFileValues? Array)> found, string place, bool isNew = false, Action? check = null)
    {
        if (isNew)
        {
            foreach ((Variable variable, IFileValues? array) in found) variable.Fill(target => Read(array, variable, target, place));
            check?.Invoke();
            return;
        }

        var values = new Storage[found.Count];
        for (int index = 0; index < values.Length; index++)
        {
            (Variable variable, IFileValues? array) = found[index];
            values[index] = Storage.Allocate(variable.Spec.Bytes);
            Read(array, variable, values[index], place);
        }

        check?.Invoke();
        for (int index = 0; index < values.Length; index++) found[index].Variable.Adopt(values[index]);
    }

    /// <summary>A tensor as an array of a file.</summary>
    public static Hdf5Array ArrayOf(Tensor tensor) => ArrayOf(tensor.Spec, WeightType.Float32, "", () => tensor.Evaluate());

    /// <summary>A variable as an array of a file.</summary>
    public static Hdf5Array ArrayOf(Variable variable, WeightType type) => ArrayOf(variable.Spec, type, variable.ToString(), () => variable.Snapshot().Evaluate());

    /// <summary>An array of a file as a tensor of the same type.</summary>
    public static Tensor TensorOf(FileArray array)
    {
        DType dtype = DType.All.FirstOrDefault(type => type != DType.Bool && TypeOf(type) == array.ElementType)
            ?? throw new InvalidDataException($"Expected numbers of a tensor's type, got {array}.");
        return Tensor.Of(FileTensors.ToStorage(array, dtype), new TensorSpec(new Shape(array.Shape.ToArray()), dtype));
    }

    private static Hdf5Array ArrayOf(TensorSpec spec, WeightType type, string who, Func<Storage> values)
    {
        if (type == WeightType.Float32 || spec.DType != DType.Float32) return new Hdf5GivenArray(TypeOf(spec.DType), [.. spec.Shape], values);
        var array = new Hdf5RoundedArray([.. spec.Shape], type == WeightType.BFloat16, who, values);
        if (array.IsBFloat16) array.Attributes["dtype"] = Hdf5Attribute.Of("bfloat16"); // Where Keras looks: NumPy has no such numbers.
        return array;
    }

    private static void Add(Hdf5Group root, string path, string label, IReadOnlyList<Variable> variables, WeightType type, Layers.AdaptableWeight? adapted = null)
    {
        Hdf5Group group = root.Make(path);
        group.Label = label;
        for (int index = 0; index < variables.Count; index++)
        {
            Variable variable = variables[index];
            group.Members[$"{index}"] = ArrayOf(variable.Spec, type, variable.ToString(), () => (variable == adapted?.Weight ? adapted.Value : variable.Snapshot()).Evaluate());
        }
    }

    private static string Listed(List<string> problems) => problems.Count <= MostProblems ? string.Join("\n  ", problems)
        : $"{string.Join("\n  ", problems.Take(MostProblems))}\n  … ({problems.Count:N0} in all)";

    private static string? Problem(WeightGroup group, Hdf5Group? stored)
    {
        if (stored is null) return $"{group.Owner}: missing; the file has no '{group.Path}'";
        if (stored.Members.Count != group.Variables.Count)
            return $"{group.Owner}: expected {group.Variables.Count} weight(s), {string.Join(", ", group.Variables.Select(Describe))}; the file has {stored.Members.Count} in '{group.Path}'";
        for (int index = 0; index < group.Variables.Count; index++)
        {
            Variable variable = group.Variables[index];
            if (stored.Members.GetValueOrDefault($"{index}") is not Hdf5Array array) return $"{group.Owner}: expected an array '{group.Path}/{index}'";
            if (!array.Shape.SequenceEqual(variable.Shape))
                return $"{group.Owner}: expected {Describe(variable)}; the file has {FileArray.Describe([.. array.Shape])} in '{group.Path}/{index}'";
        }

        return null;

        static string Describe(Variable variable) => $"'{variable.Name}' {variable.Shape}";
    }

    private static void AddExtra(Hdf5Group group, string path, HashSet<Hdf5Group> known, List<string> problems)
    {
        if (known.Contains(group) || path is "optimizer") return;
        foreach ((string name, Hdf5Object member) in group.Members)
        {
            string inner = path.Length == 0 ? name : $"{path}/{name}";
            if (member is Hdf5Group next) AddExtra(next, inner, known, problems);
            else problems.Add($"the file has '{FileText.Shortened(inner)}' {FileArray.Describe([.. ((Hdf5Array)member).Shape])}, which the model hasn't");
        }
    }

    // As in Keras, an optimizer's state that doesn't fit is left out: the model can be used, and trained anew.
    private static void FindOptimizer(Hdf5Group root, Model model, List<(Variable Variable, IFileValues? Array)> found, string place)
    {
        if (model.CompiledSetup is not { } setup || root.Find(WeightGroup.OptimizerPath) is not { } stored) return;
        Optimizer optimizer = setup.Optimizer;
        if (!optimizer.IsBuilt && stored.Members.Count != optimizer.Variables.Count) optimizer.Build(model.TrainableVariables);
        var group = new WeightGroup(WeightGroup.OptimizerPath, $"optimizer '{optimizer.Name}'", optimizer.Name, optimizer.Variables, true);
        if (Problem(group, stored) is { } problem) Console.Error.WriteLine($"{place}: the optimizer's state is left out. {problem}.");
        else Find(stored, group.Variables, found);
    }

    private static void Find(Hdf5Group stored, IReadOnlyList<Variable> variables, List<(Variable Variable, IFileValues? Array)> found)
    {
        for (int index = 0; index < variables.Count; index++) found.Add((variables[index], (Hdf5Array)stored.Members[$"{index}"]));
    }

    private static void Read(IFileValues? array, Variable variable, Storage target, string place)
    {
        try
        {
            if (array is null) target.Clear();
            else array.CopyTo(target, TypeOf(variable.DType));
        }
        catch (OverflowException error)
        {
            throw new InvalidDataException($"{place}: a value of '{variable.Path}' is too large for {variable.DType}.", error);
        }
    }

    private static FileElementType TypeOf(DType dtype) =>
        dtype == DType.Float32 ? FileElementType.Float32
        : dtype == DType.Float64 ? FileElementType.Float64
        : dtype == DType.Int32 ? FileElementType.Int32
        : dtype == DType.Int64 ? FileElementType.Int64
        : FileElementType.UInt8;
}
