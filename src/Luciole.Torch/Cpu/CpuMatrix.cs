using Luciole.Files;
using Luciole.Kernels.Matrices;
using Luciole.Torch.Precision;
using Luciole.Torch.Runtime;

namespace Luciole.Torch.Cpu;

/// <summary>Products of tensors by <see cref="MatrixProduct"/>, and where they are taken instead of libtorch's.</summary>
internal static unsafe class CpuMatrix
{
    /// <summary>The variable that forces one: <c>own</c> or <c>libtorch</c>.</summary>
    public const string Variable = "LUCIOLE_MATMUL";

    // Below these sizes a tile is mostly empty, or sharing out is much of the work: libtorch's product was as fast or faster there.
    private const long SmallestSide = 8;
    private const long SmallestWork = 40_000_000;

    private static readonly Lazy<bool?> s_forced = new(() => Environment.GetEnvironmentVariable(Variable) switch
    {
        null or "" => null,
        "own" => true,
        "libtorch" => false,
        var other => throw new InputException($"{Variable} is '{other}'; write own or libtorch, or leave it out to have the faster one chosen."),
    });

    /// <summary>
    /// Whether our product is to be used for an [m, k] and a [k, n] factor, unless forced: from <paramref name="smallestWork"/>
    /// multiplications on.
    /// </summary>
    public static bool IsChosen(long m, long n, long k, long smallestWork = SmallestWork)
    {
        if (Math.Min(m, Math.Min(n, k)) < 1 || Math.Max(m, Math.Max(n, k)) > int.MaxValue / 2)
            return false;
        return s_forced.Value ?? (m >= SmallestSide && n >= SmallestSide && m * n * k >= smallestWork);
    }

    /// <summary>Whether the kernels can read a tensor and may: single precision, on the processor, and not asked to be 16-bit there.</summary>
    public static bool IsReadable(Tensor? tensor) =>
        tensor is null || (tensor.ScalarType == ScalarType.Float32 && tensor.Device.Kind == DeviceKind.Cpu && !Autocast.IsOn(DeviceKind.Cpu));

    /// <summary>Whether the kernels can read a tensor as it lies: also without gaps.</summary>
    public static bool IsPlain(Tensor? tensor) => tensor is null || (IsReadable(tensor) && tensor.IsContiguous);

    /// <summary>The elements, or null for no tensor. Valid while the tensor lives.</summary>
    public static float* Floats(Tensor? tensor) => tensor is null ? null : (float*)tensor.DataPointer;

    /// <summary>x W^T for x [m, in] and W [out, in], then the epilogue, to <paramref name="target"/>.</summary>
    public static void Linear(Tensor input, Tensor weight, Tensor target, ProductEpilogue epilogue)
    {
        var (outputs, inputs) = (weight.Size(0), weight.Size(1));
        Run(Rows(input, inputs), outputs, inputs, MatrixOperand.Plain(Floats(input), inputs), MatrixOperand.TransposedOf(Floats(weight), inputs), target, epilogue);
    }

    /// <summary>dy W: the gradient of the input.</summary>
    public static Tensor InputGradient(Tensor gradient, Tensor weight, long[] shape, ProductEpilogue epilogue = default)
    {
        var (outputs, inputs) = (weight.Size(0), weight.Size(1));
        var result = Tensor.Empty(shape);
        Run(Rows(gradient, outputs), inputs, outputs, MatrixOperand.Plain(Floats(gradient), outputs), MatrixOperand.Plain(Floats(weight), inputs), result, epilogue);
        return result;
    }

    /// <summary>dy^T x: the gradient of the weight.</summary>
    public static Tensor WeightGradient(Tensor gradient, Tensor input, long outputs, long inputs)
    {
        var result = Tensor.Empty([outputs, inputs]);
        Run(outputs, inputs, Rows(input, inputs), MatrixOperand.TransposedOf(Floats(gradient), outputs), MatrixOperand.Plain(Floats(input), inputs), result, default);
        return result;
    }

    /// <summary>The sum of dy over all but the last axis: the gradient of the bias.</summary>
    public static Tensor BiasGradient(Tensor gradient, long outputs)
    {
        var result = Tensor.Empty([outputs]);
        ColumnSums.Run(CpuCompute.InstructionSet, CpuCompute.Team, Rows(gradient, outputs), (int)outputs, Floats(gradient), outputs, Floats(result));
        return result;
    }

    /// <summary>The shape of <paramref name="input"/> with another last size.</summary>
    public static long[] WithLast(Tensor input, long last)
    {
        var shape = input.Shape;
        shape[^1] = last;
        return shape;
    }

    private static long Rows(Tensor tensor, long columns) => tensor.ElementCount / columns;

    private static void Run(long m, long n, long k, MatrixOperand a, MatrixOperand b, Tensor target, ProductEpilogue epilogue) =>
        MatrixProduct.Run(
            CpuCompute.InstructionSet, CpuCompute.Team, CpuCompute.Workspaces, (int)m, (int)n, (int)k, a, b, Floats(target), n, accumulate: false, epilogue);
}
