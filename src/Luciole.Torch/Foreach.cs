namespace Luciole.Torch;

/// <summary>
/// Arithmetic over lists of tensors, one call for the whole list: the values are those of the same operation tensor by tensor, but
/// many small tensors cost little more than one. Lists that go together have the same length and, place by place, the same shapes.
/// </summary>
public static class Foreach
{
    /// <summary>Each of <paramref name="values"/> times a number, in place.</summary>
    public static void MulInPlace(Tensor[] values, double factor) => Aten.ForeachMulInPlace.CallInPlace(values, factor);

    /// <summary>Each of <paramref name="values"/> divided by a number, in place.</summary>
    public static void DivInPlace(Tensor[] values, double divisor) => Aten.ForeachDivInPlace.CallInPlace(values, divisor);

    /// <summary>Each of <paramref name="values"/> plus a number, in place.</summary>
    public static void AddInPlace(Tensor[] values, double number) => Aten.ForeachAddScalarInPlace.CallInPlace(values, number);

    /// <summary>Each value += alpha * other, in place.</summary>
    public static void AddInPlace(Tensor[] values, Tensor[] others, double alpha) => Aten.ForeachAddInPlace.CallInPlace(values, others, alpha);

    /// <summary>Each value + alpha * other, as new tensors.</summary>
    public static Tensor[] Add(Tensor[] values, Tensor[] others, double alpha) => Aten.ForeachAdd.CallMany(values, others, alpha)!;

    /// <summary>Each value += number * first * second, in place.</summary>
    public static void AddcmulInPlace(Tensor[] values, Tensor[] first, Tensor[] second, double number) =>
        Aten.ForeachAddcmulInPlace.CallInPlace(values, first, second, number);

    /// <summary>Each value += number * first / second, in place.</summary>
    public static void AddcdivInPlace(Tensor[] values, Tensor[] first, Tensor[] second, double number) =>
        Aten.ForeachAddcdivInPlace.CallInPlace(values, first, second, number);

    /// <summary>The square roots, as new tensors.</summary>
    public static Tensor[] Sqrt(Tensor[] values) => Aten.ForeachSqrt.CallMany(values)!;

    /// <summary>The L2 norm of each, tensors without axes.</summary>
    public static Tensor[] Norms(Tensor[] values) => Aten.ForeachNorm.CallMany(values, 2.0)!;
}
