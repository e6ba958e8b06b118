using Luciole.Torch;

namespace Luciole.Training;

/// <summary>Decisions that are made where the tensors lie, without telling the processor: flags are tensors of one element, 1 or 0.</summary>
internal static class Elementwise
{
    private static readonly Operator s_where = new("aten::where", "self");
    private static readonly Operator s_isFinite = new("aten::isfinite");
    private static readonly Operator s_all = new("aten::all");
    private static readonly Operator s_atLeast = new("aten::ge", "Scalar");
    private static readonly Operator s_atMost = new("aten::le", "Scalar");
    private static readonly Operator s_largest = new("aten::amax");
    private static readonly Operator s_smallest = new("aten::amin");
    private static readonly Operator s_log10 = new("aten::log10");

    /// <summary>Elements of one tensor where a truth value holds, of the other elsewhere.</summary>
    public static Tensor Where(Tensor condition, Tensor yes, Tensor no) => s_where.Call(condition, yes, no);

    /// <summary>Element by element whether it is finite, as truth values.</summary>
    public static Tensor IsFinite(Tensor values) => s_isFinite.Call(values);

    /// <summary>The flag of whether all elements are finite.</summary>
    public static Tensor AllFinite(Tensor values)
    {
        using var each = s_isFinite.Call(values);
        using var all = s_all.Call(each);
        return all.To(ScalarType.Float64);
    }

    /// <summary>Flags of where values are at least a bound.</summary>
    public static Tensor AtLeast(Tensor values, double bound)
    {
        using var truth = s_atLeast.Call(values, bound);
        return truth.To(ScalarType.Float64);
    }

    /// <summary>Flags of where values are at most a bound.</summary>
    public static Tensor AtMost(Tensor values, double bound)
    {
        using var truth = s_atMost.Call(values, bound);
        return truth.To(ScalarType.Float64);
    }

    /// <summary>A flag as a truth value.</summary>
    public static Tensor Truth(Tensor flag) => s_atLeast.Call(flag, 0.5);

    /// <summary>Largest elements along an axis, which stays with size 1.</summary>
    public static Tensor Largest(Tensor values, long axis) => s_largest.Call(values, new[] { axis }, true);

    /// <summary>Smallest elements along an axis, which stays with size 1.</summary>
    public static Tensor Smallest(Tensor values, long axis) => s_smallest.Call(values, new[] { axis }, true);

    /// <summary>Decadic logarithms.</summary>
    public static Tensor Log10(Tensor values) => s_log10.Call(values);
}
