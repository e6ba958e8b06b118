#pragma warning disable CA2225 // the named methods of these operators are libtorch's, by the same names as in PyTorch
namespace Luciole.Torch;

/// <content>Arithmetic and reductions. Each returns a new tensor unless its name ends in <c>InPlace</c>.</content>
public sealed partial class Tensor
{
    /// <summary>Sum, element by element.</summary>
    public static Tensor operator +(Tensor left, Tensor right) => Aten.Add.Call(left, right, 1L);

    /// <summary>Adds a number.</summary>
    public static Tensor operator +(Tensor left, double right) => Aten.AddScalar.Call(left, right, 1L);

    /// <summary>Difference, element by element.</summary>
    public static Tensor operator -(Tensor left, Tensor right) => Aten.Sub.Call(left, right, 1L);

    /// <summary>Subtracts a number.</summary>
    public static Tensor operator -(Tensor left, double right) => Aten.SubScalar.Call(left, right, 1L);

    /// <summary>A number minus each element.</summary>
    public static Tensor operator -(double left, Tensor right) => Aten.RSubScalar.Call(right, left, 1L);

    /// <summary>Opposite.</summary>
    public static Tensor operator -(Tensor value) => Aten.Neg.Call(value);

    /// <summary>Product, element by element.</summary>
    public static Tensor operator *(Tensor left, Tensor right) => Aten.Mul.Call(left, right);

    /// <summary>Multiplies by a number.</summary>
    public static Tensor operator *(Tensor left, double right) => Aten.MulScalar.Call(left, right);

    /// <summary>Quotient, element by element.</summary>
    public static Tensor operator /(Tensor left, Tensor right) => Aten.Div.Call(left, right);

    /// <summary>Divides by a number.</summary>
    public static Tensor operator /(Tensor left, double right) => Aten.DivScalar.Call(left, right);

    /// <summary>Absolute value.</summary>
    public Tensor Abs() => Aten.Abs.Call(this);

    /// <summary>Square root.</summary>
    public Tensor Sqrt() => Aten.Sqrt.Call(this);

    /// <summary>Square.</summary>
    public Tensor Square() => Aten.Square.Call(this);

    /// <summary>Exponential.</summary>
    public Tensor Exp() => Aten.Exp.Call(this);

    /// <summary>Sine, of radians.</summary>
    public Tensor Sin() => Aten.Sin.Call(this);

    /// <summary>Power with a number as exponent.</summary>
    public Tensor Pow(double exponent) => Aten.PowScalar.Call(this, exponent);

    /// <summary>Values limited to [minimum, maximum]; an absent bound does not limit.</summary>
    public Tensor Clamp(double? minimum, double? maximum) =>
        Aten.Clamp.Call(this, minimum is { } low ? low : Argument.None, maximum is { } high ? high : Argument.None);

    /// <summary>The larger one of two values, element by element.</summary>
    public Tensor Maximum(Tensor other) => Aten.Maximum.Call(this, other);

    /// <summary>Matrix product, batched over leading axes.</summary>
    public Tensor MatMul(Tensor right) => Aten.MatMul.Call(this, right);

    /// <summary>Sum of all elements, a tensor without axes.</summary>
    public Tensor Sum() => Aten.Sum.Call(this, default);

    /// <summary>Sum over some axes.</summary>
    public Tensor Sum(long[] axes, bool keepAxes = false) => Aten.SumAxes.Call(this, axes, keepAxes, default);

    /// <summary>Mean of all elements, a tensor without axes.</summary>
    public Tensor Mean() => Aten.Mean.Call(this, default);

    /// <summary>Mean over some axes.</summary>
    public Tensor Mean(long[] axes, bool keepAxes = false) => Aten.MeanAxes.Call(this, axes, keepAxes, default);

    /// <summary>Variance over some axes; <paramref name="unbiased"/> divides by n - 1.</summary>
    public Tensor Variance(long[] axes, bool unbiased, bool keepAxes = false) => Aten.VarAxes.Call(this, axes, unbiased, keepAxes);

    /// <summary>Largest element.</summary>
    public Tensor Max() => Aten.Max.Call(this);

    /// <summary>Smallest element.</summary>
    public Tensor Min() => Aten.Min.Call(this);

    /// <summary>Whether no element is infinite or not a number; synchronises with the device.</summary>
    public bool AllFinite()
    {
        using var finite = Aten.IsFinite.Call(this);
        using var all = Aten.All.Call(finite);
        return all.Item() != 0;
    }

    /// <summary>this += alpha * other. Integer tensors take whole factors.</summary>
    public void AddInPlace(Tensor other, double alpha = 1) =>
        Aten.AddInPlace.CallInPlace(this, other, alpha == (long)alpha ? (Argument)(long)alpha : alpha);

    /// <summary>this *= factor.</summary>
    public void MulInPlace(double factor) => Aten.MulScalarInPlace.CallInPlace(this, factor);

    /// <summary>this += weight * (end - this).</summary>
    public void LerpInPlace(Tensor end, double weight) => Aten.Lerp.CallInPlace(this, end, weight);

    /// <summary>this += value * first * second.</summary>
    public void AddcmulInPlace(Tensor first, Tensor second, double value) => Aten.AddcmulInPlace.CallInPlace(this, first, second, value);

    /// <summary>this += value * first / second.</summary>
    public void AddcdivInPlace(Tensor first, Tensor second, double value) => Aten.AddcdivInPlace.CallInPlace(this, first, second, value);

    /// <summary>Copies another tensor's values into this one, converting type and device.</summary>
    public void CopyFrom(Tensor source) => Aten.CopyInPlace.CallInPlace(this, source, false);

    /// <summary>Sets every element.</summary>
    public void FillInPlace(double value) => Aten.FillInPlace.CallInPlace(this, value);

    /// <summary>Fills with uniform values on [low, high).</summary>
    public void UniformInPlace(double low, double high) => Aten.UniformInPlace.CallInPlace(this, low, high, default);

    /// <summary>Fills with normal values.</summary>
    public void NormalInPlace(double mean, double standardDeviation) => Aten.NormalInPlace.CallInPlace(this, mean, standardDeviation, default);
}
