using Cornea.Layers;

namespace Cornea.Onnx;

// Recurrent networks: layers where Keras' do the same, else written out step by step.
internal static partial class OperatorTable
{
    private const int MostSteps = 1000;

    private static IEnumerable<(string Name, Func<OperatorCall, Value[]> Run)> Recurrent() =>
    [
        Many("LSTM", call => new RecurrentNetwork(call, gates: 4).Run()),
        Many("GRU", call => new RecurrentNetwork(call, gates: 3).Run()),
        Many("RNN", call => new RecurrentNetwork(call, gates: 1).Run()),
    ];

    private sealed class RecurrentNetwork
    {
        private readonly OperatorCall _call;
        private readonly int _gates;
        private readonly int _units;
        private readonly string _direction;
        private readonly bool _samplesFirst;
        private readonly string[] _activations;
        private readonly bool _isUsual;
        private readonly double _clip;

        public RecurrentNetwork(OperatorCall call, int gates)
        {
            (_call, _gates) = (call, gates);
            _units = checked((int)call.Int("hidden_size", call[2].Sizes[^1]));
            _direction = call.Text("direction", "forward");
            _samplesFirst = call.Int("layout", 0) == 1;
            _clip = call.Float("clip", 0);
            string[] usual = gates switch
            {
                4 => ["Sigmoid", "Tanh", "Tanh"],
                3 => ["Sigmoid", "Tanh"],
                _ => ["Tanh"],
            };
            string[] given = call.Node.Attributes.TryGetValue("activations", out AttributeProto? attribute) ? [.. attribute.Texts] : [];
            _activations = given.Length == 0 ? [.. usual, .. usual] : given;
            _isUsual = given.Length == 0 || given.Select((name, index) => string.Equals(name, usual[index % usual.Length], StringComparison.OrdinalIgnoreCase)).All(isSame => isSame);
            if (_activations.Length % usual.Length != 0) throw new InvalidDataException($"expected {usual.Length} activations for each direction, got {_activations.Length}");
        }

        private int Directions => _direction == "bidirectional" ? 2 : 1;

        public Value[] Run()
        {
            if (_direction is not ("forward" or "reverse" or "bidirectional")) throw new InvalidDataException($"its direction is '{_direction}'");
            Value x = _call[0];
            if (x.Rank != 3 || _call[1].Sizes[0] != Directions) throw new ShapeException($"expected sequences of three axes and weights for {Directions} direction(s), got {x.Rank} axes and {_call[1].Sizes[0]}");
            if (_call[1].Rank != 3 || _call[2].Rank != 3 || _call[1].Sizes[1] != (long)_gates * _units || _call[2].Sizes[1] != (long)_gates * _units || _call[2].Sizes[2] != _units)
                throw new ShapeException($"weights of {string.Join(", ", _call[1].Sizes)} and {string.Join(", ", _call[2].Sizes)} aren't those of {_units} units");
            Fit(_call[1].Sizes[2], x.Sizes[2]);
            bool isLayer = _isUsual && _clip == 0 && IsOfLayer(x) && _call[1].IsConstant && _call[2].IsConstant && _call.At(3) is null or { IsConstant: true }
                && Enumerable.Range(4, 4).All(input => _call.At(input) is null) && !_call.Flag("input_forget");
            var sequences = new List<Tensor>(); // [batch, time, units] of each direction.
            var hidden = new List<Tensor>(); // [batch, units]
            var cells = new List<Tensor>();
            Tensor input = _samplesFirst ? x.Plain : x.To(Layout.Of([1, 0, 2])); // [batch, time, features]
            for (int direction = 0; direction < Directions; direction++)
            {
                bool isBack = _direction == "reverse" || direction == 1;
                Tensor[] results = isLayer ? AsLayer(input, direction, isBack) : Unrolled(input, direction, isBack);
                sequences.Add(isBack && isLayer ? Ops.Flip(results[0], 1) : results[0]);
                hidden.Add(results[1]);
                if (_gates == 4) cells.Add(results[2]);
            }

            // [seq, directions, batch, units] and [directions, batch, units]; with layout 1 the batch stands first.
            Tensor y = Ops.Stack(sequences, 2); // [batch, time, directions, units]
            Value all = _samplesFirst ? _call.Give(y) : _call.Give(y, Layout.Of([2, 0, 1, 3]));
            Value Last(List<Tensor> states) => _samplesFirst ? _call.Give(Ops.Stack(states, 1)) : _call.Give(Ops.Stack(states, 1), Layout.Of([1, 0, 2]));
            return _gates == 4 ? [all, Last(hidden), Last(cells)] : [all, Last(hidden)];
        }

        private Tensor[] AsLayer(Tensor input, int direction, bool isBack)
        {
            string name = direction == 0 ? _call.Name : _call.Import.LayerName($"{_call.Name}_back");
            Tensor kernel = Gates(_call[1].Plain[direction]).Transpose(), recurrent = Gates(_call[2].Plain[direction]).Transpose();
            Tensor both = _call.At(3)?.Plain[direction] ?? Ops.Zeros([2 * _gates * _units]);
            Tensor first = Gates(Ops.Slice(both, 0, 0, _gates * _units)), second = Gates(Ops.Slice(both, 0, _gates * _units, _gates * _units));
            bool resetsAfter = _call.Flag("linear_before_reset");
            Layer layer = _gates switch
            {
                4 => new LSTM(_units, returnSequences: true, returnState: true, goBackwards: isBack, kernelInitializer: "zeros", recurrentInitializer: "zeros", name: name),
                3 => new GRU(_units, returnSequences: true, returnState: true, goBackwards: isBack, resetAfter: resetsAfter, kernelInitializer: "zeros", recurrentInitializer: "zeros", name: name),
                _ => new SimpleRNN(_units, returnSequences: true, returnState: true, goBackwards: isBack, kernelInitializer: "zeros", recurrentInitializer: "zeros", name: name),
            };
            TensorList results = layer.Call((TensorList)input);
            layer.SetWeights([kernel, recurrent, _gates == 3 && resetsAfter ? Ops.Stack([first, second]) : first + second]);
            return [.. results];
        }

        // Keras' order of the gates: input, forget, cell, output; update, reset, new.
        private Tensor Gates(Tensor weights) => _gates != 4 ? weights
            : Ops.Concatenate([Part(weights, 0), Part(weights, 2), Part(weights, 3), Part(weights, 1)], 0);

        private Tensor Part(Tensor weights, int gate) => Ops.Slice(weights, 0, gate * _units, _units);

        private Tensor[] Unrolled(Tensor input, int direction, bool isBack)
        {
            int steps = input.Shape[1];
            if (steps is < 0 or > MostSteps) throw OperatorCall.Unsupported($"a recurrent network with these settings over {steps} steps");
            Tensor kernel = _call[1].Plain[direction].Transpose(), recurrent = _call[2].Plain[direction].Transpose();
            Tensor bias = _call.At(3)?.Plain[direction] ?? Ops.Zeros([2 * _gates * _units]);
            Tensor first = Ops.Slice(bias, 0, 0, _gates * _units), second = Ops.Slice(bias, 0, _gates * _units, _gates * _units);
            Tensor projected = Ops.MatMul(input, kernel) + first; // [batch, time, gates · units]
            Tensor zero = Ops.ZerosLike(Ops.Slice(projected, 2, 0, _units)[.., 0]);
            Tensor h = Initial(5, direction) ?? zero, c = (_gates == 4 ? Initial(6, direction) : null) ?? zero;
            Tensor? lengths = _call.At(4)?.Plain.Cast(DType.Int32);
            var sequence = new Tensor[steps];
            for (int index = 0; index < steps; index++)
            {
                int step = isBack ? steps - 1 - index : index;
                (Tensor next, Tensor cell) = Step(projected[.., step], recurrent, second, h, c, direction);
                if (lengths is not null)
                {
                    Tensor counts = (lengths > step).ExpandDims(1);
                    (h, c) = (Ops.Where(counts, next, h), Ops.Where(counts, cell, c));
                    sequence[step] = Ops.Where(counts, next, 0);
                }
                else
                {
                    (h, c) = (next, cell);
                    sequence[step] = next;
                }
            }

            return [Ops.Stack(sequence, 1), h, c];
        }

        private Tensor? Initial(int input, int direction) => _call.At(input) is not { } state ? null
            : _samplesFirst ? state.Plain[.., direction] : state.Plain[direction];

        private (Tensor Hidden, Tensor Cell) Step(Tensor x, Tensor recurrent, Tensor bias, Tensor h, Tensor c, int direction)
        {
            Tensor Of(Tensor all, int gate) => Ops.Slice(all, 1, gate * _units, _units);
            if (_gates == 1) return (Activate(x + Ops.MatMul(h, recurrent) + bias, direction, 0), c);
            if (_gates == 3)
            {
                Tensor inner = Ops.MatMul(h, recurrent) + bias;
                Tensor update = Activate(Of(x, 0) + Of(inner, 0), direction, 0), reset = Activate(Of(x, 1) + Of(inner, 1), direction, 0);
                Tensor fresh = _call.Flag("linear_before_reset")
                    ? Of(x, 2) + (reset * Of(inner, 2))
                    : Of(x, 2) + Ops.MatMul(reset * h, Ops.Slice(recurrent, 1, 2 * _units, _units)) + Part(bias, 2);
                return (((1 - update) * Activate(fresh, direction, 1)) + (update * h), c);
            }

            Tensor gates = x + Ops.MatMul(h, recurrent) + bias;
            Tensor? peepholes = _call.At(7)?.Plain[direction];
            Tensor Peep(Tensor gate, int place, Tensor cell) => peepholes is null ? gate : gate + (Part(peepholes, place) * cell);
            Tensor enter = Activate(Peep(Of(gates, 0), 0, c), direction, 0);
            Tensor forget = _call.Flag("input_forget") ? 1 - enter : Activate(Peep(Of(gates, 2), 2, c), direction, 0);
            Tensor next = (forget * c) + (enter * Activate(Of(gates, 3), direction, 1));
            Tensor output = Activate(Peep(Of(gates, 1), 1, next), direction, 0);
            return (output * Activate(next, direction, 2, isCut: false), next);
        }

        private Tensor Activate(Tensor x, int direction, int place, bool isCut = true)
        {
            if (_clip > 0 && isCut) x = Ops.Clip(x, -_clip, _clip);
            string name = _activations[(direction * (_gates == 4 ? 3 : _gates == 3 ? 2 : 1)) + place];
            return name.ToUpperInvariant() switch
            {
                "SIGMOID" => Ops.Sigmoid(x),
                "TANH" => Ops.Tanh(x),
                "RELU" => Ops.Relu(x),
                "SOFTPLUS" => Ops.Softplus(x),
                "SOFTSIGN" => Ops.Softsign(x),
                _ => throw OperatorCall.Unsupported($"the activation '{name}'"),
            };
        }
    }
}
