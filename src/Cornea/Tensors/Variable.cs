using Cornea.Graphs;

namespace Cornea;

/// <summary>The only state: a value that assignments replace. Layers' weights, optimizers' moments and metrics' counts are variables.</summary>
/// <remarks>
/// Reading one gives a tensor that keeps the value of that moment. Inside a traced function, reads and assignments follow each other as
/// written, and the final values are published together when the compiled graph has run.
/// </remarks>
public sealed class Variable
{
    private Storage _storage;
    private VariableLock _lock = new();

    /// <summary>A variable that starts with a tensor's value.</summary>
    /// <param name="value">The initial value; computed now.</param>
    /// <param name="trainable">Whether gradients and optimizers consider it.</param>
    /// <param name="name">What messages and files call it.</param>
    public Variable(Tensor value, bool trainable = true, string name = "variable")
    {
        ArgumentNullException.ThrowIfNull(value);
        Spec = value.Spec;
        Trainable = trainable;
        Name = name;
        _storage = value.Evaluate(mayDraw: true).Clone(); // Also in a trace: a variable is made once.
    }

    private Variable(TensorSpec spec, bool trainable, string name)
    {
        (Spec, Trainable, Name) = (spec, trainable, name);
        _storage = Storage.Zeroed(checked((nint)spec.Shape.ElementCount * spec.DType.Size));
    }

    /// <summary>What messages and files call it.</summary>
    public string Name { get; internal set; }

    /// <summary>Layer and name, such as <c>dense/kernel</c>.</summary>
    public string Path { get; internal set; } = "";

    /// <summary>The sizes of the axes; they never change.</summary>
    public Shape Shape => Spec.Shape;

    /// <summary>The type of the elements.</summary>
    public DType DType => Spec.DType;

    /// <summary>Whether gradients and optimizers consider it.</summary>
    public bool Trainable { get; set; }

    /// <summary>The value: in a trace the trace's latest, else that of this moment.</summary>
    public Tensor Value => Trace.Current is { } trace ? trace.Read(this) : Snapshot();

    internal TensorSpec Spec { get; }

    /// <summary>The penalty that belongs to it, if any, and what an update must keep to.</summary>
    internal object? Regularizer { get; set; }

    internal object? Constraint { get; set; }

    /// <summary>Guards the values; a model gives all its variables one, by <see cref="MoveTo"/>.</summary>
    internal VariableLock Lock => Volatile.Read(ref _lock);

    internal Storage Storage => Volatile.Read(ref _storage);

    /// <summary>A variable may stand wherever a tensor may.</summary>
    public static implicit operator Tensor(Variable variable) => variable.Value;

    /// <summary>The values' sum.</summary>
    public static Tensor operator +(Variable a, Tensor b) => a.Value + b;

    /// <summary>The values' difference.</summary>
    public static Tensor operator -(Variable a, Tensor b) => a.Value - b;

    /// <summary>The values' product, element by element.</summary>
    public static Tensor operator *(Variable a, Tensor b) => a.Value * b;

    /// <summary>The values' quotient.</summary>
    public static Tensor operator /(Variable a, Tensor b) => a.Value / b;

    /// <summary>The value with its sign turned.</summary>
    public static Tensor operator -(Variable a) => -a.Value;

    /// <summary>Replaces the value.</summary>
    /// <exception cref="ShapeException">The shape is another one.</exception>
    /// <exception cref="ArgumentException">The dtype is another one.</exception>
    public void Assign(Tensor value)
    {
        if (value.Literal is { } number) value = Ops.Full(Shape, number, DType);
        if (value.Shape != Shape) throw new ShapeException($"Variable '{Label}': expected a value of shape {Shape}, got {value.Shape}.");
        if (value.DType != DType)
            throw new ArgumentException($"Variable '{Label}': expected a value of dtype {DType}, got {value.DType}; use Cast.");
        if (Trace.Current is { } trace)
        {
            trace.Assign(this, value);
            return;
        }

        Storage computed = value.Evaluate();
        VariableLock[] locks = VariableLock.EnterWrite([this]);
        try
        {
            Storage target = StorageForWriting(keepValue: false);
            if (!ReferenceEquals(target, computed)) target.CopyFrom(computed);
            target.Touch();
        }
        finally
        {
            VariableLock.ExitWrite(locks);
        }
    }

    /// <summary>A variable of zeros for which a file has a value: memory that nobody has written to costs nothing yet.</summary>
    internal static Variable Zeroed(TensorSpec spec, bool trainable, string name) => new(spec, trainable, name);

    /// <summary>Replaces the value by one that is written into its place.</summary>
    /// <param name="write">Writes all of it.</param>
    internal void Fill(Action<Storage> write)
    {
        VariableLock[] locks = VariableLock.EnterWrite([this]);
        try
        {
            Storage target = StorageForWriting(keepValue: false);
            write(target);
            target.Touch();
        }
        finally
        {
            VariableLock.ExitWrite(locks);
        }
    }

    /// <summary>Replaces the value by one that nobody else holds, without a copy.</summary>
    internal void Adopt(Storage value)
    {
        VariableLock[] locks = VariableLock.EnterWrite([this]);
        try
        {
            Volatile.Write(ref _storage, value);
        }
        finally
        {
            VariableLock.ExitWrite(locks);
        }
    }

    /// <summary>Adds to the value.</summary>
    /// <param name="value">What is added: broadcasts to the variable's shape.</param>
    /// <inheritdoc cref="Assign" path="/exception"/>
    public void AssignAdd(Tensor value) => Assign(Value + value);

    /// <summary>Subtracts from the value.</summary>
    /// <param name="value">What is subtracted: broadcasts to the variable's shape.</param>
    /// <inheritdoc cref="Assign" path="/exception"/>
    public void AssignSub(Tensor value) => Assign(Value - value);

    /// <inheritdoc/>
    public override string ToString() => $"Variable '{Label}' {Spec}";

    internal string Label => Path.Length > 0 ? Path : Name;

    /// <summary>Memory that may be written: a fresh one where a tensor outside holds the present one. The write lock is held.</summary>
    internal Storage StorageForWriting(bool keepValue = true)
    {
        if (!_storage.IsShared) return _storage;
        Storage fresh = keepValue ? _storage.Clone() : Storage.Allocate(_storage.Bytes);
        Volatile.Write(ref _storage, fresh);
        return fresh;
    }

    internal Tensor Snapshot()
    {
        VariableLock guard = EnterRead();
        try
        {
            _storage.IsShared = true;
            return Tensor.SnapshotOf(this, _storage);
        }
        finally
        {
            guard.ExitRead();
        }
    }

    /// <summary>Puts the values into another lock's care, as soon as nobody uses them under the present one.</summary>
    internal void MoveTo(VariableLock guard)
    {
        while (Lock is var present && !ReferenceEquals(present, guard))
        {
            present.EnterWrite();
            try
            {
                if (ReferenceEquals(Lock, present)) Volatile.Write(ref _lock, guard);
            }
            finally
            {
                present.ExitWrite();
            }
        }
    }

    private VariableLock EnterRead()
    {
        while (true)
        {
            VariableLock guard = Lock;
            guard.EnterRead();
            if (ReferenceEquals(guard, Lock)) return guard;
            guard.ExitRead();
        }
    }
}
