using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Cornea.Learn;

namespace Cornea.Goldens.Runners;

/// <summary>
/// scikit-learn's scalers, features and linear models, each a group of arrays that begin with its name. They are fitted to <c>x</c> and
/// <c>y</c> and applied to <c>xt</c>; the logistic ones are fitted and applied to <c>logistic_x</c> and <c>logistic_y</c>.
/// </summary>
/// <remarks>Arguments stand in <c>case.json</c> under <c>arguments</c> and the name, or else are those that <see cref="Known"/> has.</remarks>
internal static partial class RegressionCases
{
    // How the cases were made whose case.json doesn't say it. The stated objectives hold at the stated coefficients with these arguments only.
    private static readonly Dictionary<string, string> Known = new()
    {
        ["minmax_range"] = """{ "feature_range": [-1, 2] }""",
        ["ridge10"] = """{ "alpha": 10, "fit_intercept": false }""",
        ["lasso"] = """{ "alpha": 0.1 }""",
        ["elasticnet"] = """{ "alpha": 0.2, "l1_ratio": 0.3 }""",
    };

    private static readonly string[] Inputs = ["x", "y", "xt", "logistic_x", "logistic_y"];

    // The reference was brought much nearer to the optimum than scikit-learn's defaults do.
    private const double Tolerance = 1e-12;

    public static void Run(GoldenCase golden)
    {
        foreach (string name in golden.ArrayNames.Select(NameOf).Distinct().Where(name => !Inputs.Contains(name)).ToArray())
        {
            var arguments = new Arguments(name, ArgumentsOf(golden, name));
            switch (Family().Match(name).Value)
            {
                case "minmax":
                    double[] range = arguments.TryTake("feature_range").OrElse([0, 1]);
                    Check(golden, name, new MinMaxScaler((range[0], range[1]), Flag(arguments, "clip")));
                    break;
                case "standard":
                    Check(golden, name, new StandardScaler(Flag(arguments, "with_mean", true), Flag(arguments, "with_std", true)));
                    break;
                case "maxabs":
                    Check(golden, name, new MaxAbsScaler(Flag(arguments, "clip")));
                    break;
                case "robust":
                    double[] quantiles = arguments.TryTake("quantile_range").OrElse([25, 75]);
                    Check(golden, name, new RobustScaler(
                        Flag(arguments, "with_centering", true), Flag(arguments, "with_scaling", true), (quantiles[0], quantiles[1]), Flag(arguments, "unit_variance")));
                    break;
                case "normalizer":
                    var normalizer = new Normalizer(arguments.TryTake("norm")?.ToText() ?? "l2");
                    Check(golden, $"{name}_train", normalizer.Transform(Input(golden, "x")));
                    Check(golden, $"{name}_test", normalizer.Transform(Input(golden, "xt")));
                    break;
                case "poly":
                    CheckFeatures(golden, name, arguments);
                    break;
                case "linear":
                    Check(golden, name, new LinearRegression(HasIntercept(golden, name, arguments)));
                    break;
                case "ridge":
                    Check(golden, name, new Ridge(arguments.TryTake("alpha").OrElse(1), HasIntercept(golden, name, arguments)));
                    break;
                case "lasso":
                    Check(golden, name, new Lasso(
                        arguments.TryTake("alpha").OrElse(1), HasIntercept(golden, name, arguments), 1_000_000, Tolerance, Flag(arguments, "positive")));
                    break;
                case "elasticnet":
                    Check(golden, name, new ElasticNet(
                        arguments.TryTake("alpha").OrElse(1), arguments.TryTake("l1_ratio").OrElse(0.5), HasIntercept(golden, name, arguments), 1_000_000,
                        Tolerance, Flag(arguments, "positive")));
                    break;
                case "logistic":
                    CheckLogistic(golden, name, arguments);
                    break;
                default:
                    throw new NotUnderstoodException($"there is no scaler, feature or model '{name}'");
            }

            arguments.ExpectAllTaken();
        }
    }

    private static void Check(GoldenCase golden, string name, ColumnScaler scaler)
    {
        Check(golden, $"{name}_train", scaler.FitTransform(Input(golden, "x")));
        Tensor scaled = scaler.Transform(Input(golden, "xt"));
        Check(golden, $"{name}_test", scaled);
        Check(golden, $"{name}_inverse", scaler.InverseTransform(scaled));
    }

    // Features are those of the first columns of xt; of how many, the number of features tells.
    private static void CheckFeatures(GoldenCase golden, string name, Arguments arguments)
    {
        int degree = arguments.TryTake("degree")?.ToInt() ?? int.Parse(Digits().Match(name).Value);
        bool interactionOnly = Flag(arguments, "interaction_only", name.Contains("interaction", StringComparison.Ordinal));
        bool includeBias = Flag(arguments, "include_bias", !name.Contains("nobias", StringComparison.Ordinal));
        Tensor xt = Input(golden, "xt");
        for (int columns = 1; columns <= xt.Shape[1]; columns++)
        {
            Tensor features = new PolynomialFeatures(degree, interactionOnly, includeBias).FitTransform(xt.Transpose()[..columns].Transpose());
            if (features.Shape[1] != golden[name].Shape[1]) continue;
            Check(golden, name, features);
            return;
        }

        throw new MismatchException($"{name}: no number of columns has {golden[name].Shape[1]} features of degree {degree}");
    }

    private static void Check(GoldenCase golden, string name, LinearModel model)
    {
        Tensor x = Input(golden, "x"), y = Input(golden, "y");
        model.Fit(x, y);
        Check(golden, $"{name}_coef", model.Coefficients);
        Check(golden, $"{name}_intercept", model.Intercept);
        Check(golden, $"{name}_predict", model.Predict(Input(golden, "xt")));
        if (golden.Has($"{name}_r2")) GoldenTolerance.Values.Check($"{name}_r2", golden[$"{name}_r2"].ToArray<double>()[0], model.Score(x, y));
    }

    private static void CheckLogistic(GoldenCase golden, string name, Arguments arguments)
    {
        Tensor x = Input(golden, "logistic_x"), y = Input(golden, "logistic_y");
        var model = new LogisticRegression(
            arguments.TryTake("penalty")?.ToText() ?? "l2", arguments.TryTake("C").OrElse(1), Tolerance, HasIntercept(golden, name, arguments), maxIter: 100_000)
            .Fit(x, y);
        Check(golden, $"{name}_coef", model.Coefficients);
        Check(golden, $"{name}_intercept", model.Intercept);
        if (golden.Has($"{name}_proba")) Check(golden, $"{name}_proba", model.PredictProba(x));
        if (golden.Has($"{name}_decision")) Check(golden, $"{name}_decision", model.DecisionFunction(x));
        if (golden.Has($"{name}_predict")) Check(golden, $"{name}_predict", model.Predict(x));
    }

    private static void Check(GoldenCase golden, string array, Tensor got) => GoldenTolerance.Values.Check(array, golden[array], got);

    private static Tensor Input(GoldenCase golden, string name) => golden[name].ToDoubleTensor();

    // ridge10_coef belongs to ridge10. Arrays of features have the name itself.
    private static string NameOf(string array) => Inputs.Contains(array) ? array : Part().Replace(array, "");

    private static JsonObject ArgumentsOf(GoldenCase golden, string name) =>
        golden.Json["arguments"]?[name]?.Whole() as JsonObject
        ?? golden.Json[name]?.Whole() as JsonObject
        ?? (Known.TryGetValue(name, out string? known) ? JsonNode.Parse(known)!.AsObject() : []);

    private static bool Flag(Arguments arguments, string name, bool otherwise = false) => arguments.TryTake(name)?.ToBool() ?? otherwise;

    // No intercept is ever exactly 0 by chance.
    private static bool HasIntercept(GoldenCase golden, string name, Arguments arguments) =>
        arguments.TryTake("fit_intercept")?.ToBool() ?? golden[$"{name}_intercept"].ToArray<double>().Any(value => value != 0);

    private static double OrElse(this JsonNode? node, double otherwise) => node is null ? otherwise : node.ToDouble();

    private static double[] OrElse(this JsonNode? node, double[] otherwise) => node is null ? otherwise : node.ToDoubles();

    [GeneratedRegex("^[a-z]+")]
    private static partial Regex Family();

    [GeneratedRegex(@"\d+")]
    private static partial Regex Digits();

    [GeneratedRegex("_(train|test|inverse|coef|intercept|predict|r2|proba|decision)$")]
    private static partial Regex Part();
}
