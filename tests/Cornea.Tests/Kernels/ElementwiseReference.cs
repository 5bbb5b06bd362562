using Cornea.Cpu.Kernels;

namespace Cornea.Tests.Kernels;

/// <summary>Each opcode in double precision, and how many ulp the kernel may be away from it.</summary>
internal static class ElementwiseReference
{
    public static double Compute(ElementwiseOpcode opcode, float a, float b, float c) => opcode switch
    {
        ElementwiseOpcode.Add => (double)a + b,
        ElementwiseOpcode.Subtract => (double)a - b,
        ElementwiseOpcode.Multiply => (double)a * b,
        ElementwiseOpcode.Divide => (double)a / b,
        ElementwiseOpcode.Maximum => Math.Max(a, b),
        ElementwiseOpcode.Minimum => Math.Min(a, b),
        ElementwiseOpcode.Power => Math.Pow(a, b),
        ElementwiseOpcode.FloorModulo => FloorModulo(a, b),
        ElementwiseOpcode.Equal => a == b ? 1 : 0,
        ElementwiseOpcode.NotEqual => a != b ? 1 : 0,
        ElementwiseOpcode.Less => a < b ? 1 : 0,
        ElementwiseOpcode.LessEqual => a <= b ? 1 : 0,
        ElementwiseOpcode.Greater => a > b ? 1 : 0,
        ElementwiseOpcode.GreaterEqual => a >= b ? 1 : 0,
        ElementwiseOpcode.And => a != 0 && b != 0 ? 1 : 0,
        ElementwiseOpcode.Or => a != 0 || b != 0 ? 1 : 0,
        ElementwiseOpcode.Select => a != 0 ? b : c,
        ElementwiseOpcode.Copy => a,
        ElementwiseOpcode.Negate => -(double)a,
        ElementwiseOpcode.Abs => Math.Abs((double)a),
        ElementwiseOpcode.Sign => float.IsNaN(a) ? a : Math.Sign(a),
        ElementwiseOpcode.Exp => Math.Exp(a),
        ElementwiseOpcode.Expm1 => Expm1(a),
        ElementwiseOpcode.Log => Math.Log(a),
        ElementwiseOpcode.Log1p => Log1p(a),
        ElementwiseOpcode.Sqrt => Math.Sqrt(a),
        ElementwiseOpcode.Rsqrt => 1 / Math.Sqrt(a),
        ElementwiseOpcode.Square => (double)a * a,
        ElementwiseOpcode.Reciprocal => 1 / (double)a,
        ElementwiseOpcode.Sigmoid => 1 / (1 + Math.Exp(-(double)a)),
        ElementwiseOpcode.Tanh => Math.Tanh(a),
        ElementwiseOpcode.Relu => float.IsNaN(a) ? a : Math.Max(a, 0f),
        ElementwiseOpcode.Relu6 => float.IsNaN(a) ? a : Math.Clamp(a, 0f, 6f),
        ElementwiseOpcode.Softplus => Math.Max((double)a, 0) + Log1p(Math.Exp(-Math.Abs((double)a))),
        ElementwiseOpcode.Erf => Erf(a),
        ElementwiseOpcode.Erfc => Erfc(a),
        ElementwiseOpcode.Sin => Math.Sin(a),
        ElementwiseOpcode.Cos => Math.Cos(a),
        ElementwiseOpcode.Tan => Math.Tan(a),
        ElementwiseOpcode.Asin => Math.Asin(a),
        ElementwiseOpcode.Acos => Math.Acos(a),
        ElementwiseOpcode.Atan => Math.Atan(a),
        ElementwiseOpcode.Sinh => Math.Sinh(a),
        ElementwiseOpcode.Cosh => Math.Cosh(a),
        ElementwiseOpcode.Asinh => Math.Asinh(a),
        ElementwiseOpcode.Acosh => Math.Acosh(a),
        ElementwiseOpcode.Atanh => Math.Atanh(a),
        ElementwiseOpcode.Floor => Math.Floor(a),
        ElementwiseOpcode.Ceil => Math.Ceiling(a),
        ElementwiseOpcode.Round => Math.Round(a, MidpointRounding.ToEven),
        ElementwiseOpcode.IsNaN => float.IsNaN(a) ? 1 : 0,
        ElementwiseOpcode.IsInfinite => float.IsInfinity(a) ? 1 : 0,
        ElementwiseOpcode.IsFinite => float.IsFinite(a) ? 1 : 0,
        ElementwiseOpcode.Not => a == 0 ? 1 : 0,
        ElementwiseOpcode.FlushSubnormal => float.IsSubnormal(a) ? 0 : a,
        _ => throw new ArgumentOutOfRangeException(nameof(opcode), opcode, null),
    };

    /// <summary>The contract: half an ulp is what rounding once makes; Rsqrt rounds twice.</summary>
    public static double Tolerance(ElementwiseOpcode opcode) => opcode switch
    {
        ElementwiseOpcode.Exp => 1.2,
        ElementwiseOpcode.Expm1 => 1.5,
        ElementwiseOpcode.Log or ElementwiseOpcode.Log1p => 1.5,
        ElementwiseOpcode.Sigmoid or ElementwiseOpcode.Tanh or ElementwiseOpcode.Softplus or ElementwiseOpcode.Erf => 2,
        ElementwiseOpcode.Rsqrt => 1.5,
        >= ElementwiseOpcode.Erfc and <= ElementwiseOpcode.Atanh or ElementwiseOpcode.Power => 0.51,
        _ => 0.5,
    };

    /// <summary>How far a float is from the exact value, in units of the float spacing there.</summary>
    public static double Ulps(float actual, double exact)
    {
        float rounded = (float)exact;
        if (float.IsNaN(actual) || float.IsNaN(rounded))
            return float.IsNaN(actual) && float.IsNaN(rounded) ? 0 : double.PositiveInfinity;
        if (actual == rounded)
            return 0;
        if (float.IsInfinity(actual) || float.IsInfinity(rounded))
            // The largest float and infinity are one step apart.
            return Math.Abs(actual) >= float.MaxValue && Math.Abs(exact) >= 3.4028234e38 && actual > 0 == exact > 0
                ? 1 : double.PositiveInfinity;
        double spacing = Math.Max(Math.ScaleB(1, (int)Math.Floor(Math.Log2(Math.Abs(exact))) - 23), float.Epsilon);
        return Math.Abs(actual - exact) / spacing;
    }

    private static double FloorModulo(float a, float b)
    {
        double remainder = Math.IEEERemainder(a, b); // Exact, nearest to 0; one step brings it to the floor's side.
        if (b == 0 || float.IsNaN(b) || !float.IsFinite(a))
            return double.NaN;
        if (float.IsInfinity(b))
            return a == 0 || a > 0 == b > 0 ? a : b;
        return remainder == 0 ? 0 : remainder < 0 != b < 0 ? remainder + b : remainder;
    }

    private static double Expm1(double x) => Math.Abs(x) < 1e-3 ? x + x * x / 2 + x * x * x / 6 + x * x * x * x / 24 : Math.Exp(x) - 1;

    private static double Log1p(double x) =>
        Math.Abs(x) < 1e-3 ? x - x * x / 2 + x * x * x / 3 - x * x * x * x / 4 : Math.Log(1 + x);

    private static double Erf(double x)
    {
        if (Math.Abs(x) > 5)
            return Math.Sign(x);
        double term = x, sum = x;
        for (int k = 1; k < 200; k++)
        {
            term *= 2 * x * x / (2 * k + 1);
            sum += term;
        }
        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }

    /// <summary>∫ by the trapezoidal rule on e^(−t²) / (t² + x²): exact to double precision (Chiarella and Reichel).</summary>
    private static double Erfc(double x)
    {
        if (x < 1.5)
            return 1 - Erf(x);
        if (double.IsNaN(x) || x > 27)
            return double.IsNaN(x) ? x : 0;
        const double Step = 0.3;
        double sum = 1 / (x * x);
        for (int n = 1; n < 40; n++)
            sum += 2 * Math.Exp(-(n * Step) * (n * Step)) / (n * Step * n * Step + x * x);
        double integral = Step * x / Math.PI * Math.Exp(-x * x) * sum;
        // The pole's correction, which matters for small x only.
        return x < Math.PI / Step ? integral - 2 / (Math.Exp(2 * Math.PI * x / Step) - 1) : integral;
    }
}
