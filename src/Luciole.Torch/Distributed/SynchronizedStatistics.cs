using Luciole.Torch.Autograd;
using Luciole.Torch.Cpu;

namespace Luciole.Torch.Distributed;

/// <summary>Lets batch normalisation count the pixels of all ranks as one batch.</summary>
/// <param name="group">The ranks; each must run the same layers in the same order.</param>
public sealed class SynchronizedStatistics(ProcessGroup group)
{
    /// <summary>
    /// Whether this rank's batch counts. A rank for which no samples were left over takes part with some batch or other, which must
    /// change nothing; then its loss counts nothing either.
    /// </summary>
    public bool IsCounted { get; set; } = true;

    /// <summary>
    /// Normalises with the mean and variance of all ranks' batches, and updates the running ones, where given, as for one batch.
    /// <para>
    /// Backward, the gradient that reaches each rank must be that of the sum of all ranks' losses: losses are weighted before the pass.
    /// </para>
    /// </summary>
    /// <param name="input"><c>[N, C, H, W]</c>; N may differ between ranks.</param>
    /// <param name="weight">Scale, <c>[C]</c>.</param>
    /// <param name="bias">Shift, <c>[C]</c>.</param>
    /// <param name="runningMean">Running mean, <c>[C]</c>, or null.</param>
    /// <param name="runningVariance">Running unbiased variance, <c>[C]</c>, or null.</param>
    /// <param name="momentum">What a new batch counts.</param>
    /// <param name="epsilon">Added to the variance.</param>
    public Tensor Normalize(Tensor input, Tensor weight, Tensor bias, Tensor? runningMean, Tensor? runningVariance, double momentum, double epsilon)
    {
        var (mean, inverse, pixels) = Common(input, runningMean, runningVariance, momentum, epsilon);
        using (mean)
        using (inverse)
            return GradientFunction.Apply(new SynchronizedNormalization(this, mean, inverse, pixels), input, weight, bias)[0];
    }

    /// <summary>max(0, x) of the same; may write over the input where that is not needed any more.</summary>
    /// <param name="input"><c>[N, C, H, W]</c>; N may differ between ranks.</param>
    /// <param name="weight">Scale, <c>[C]</c>.</param>
    /// <param name="bias">Shift, <c>[C]</c>.</param>
    /// <param name="runningMean">Running mean, <c>[C]</c>, or null.</param>
    /// <param name="runningVariance">Running unbiased variance, <c>[C]</c>, or null.</param>
    /// <param name="momentum">What a new batch counts.</param>
    /// <param name="epsilon">Added to the variance.</param>
    public Tensor NormalizeRelu(Tensor input, Tensor weight, Tensor bias, Tensor? runningMean, Tensor? runningVariance, double momentum, double epsilon)
    {
        if (!CpuBatchNorm.Takes(input, weight, bias))
        {
            using var normalized = Normalize(input, weight, bias, runningMean, runningVariance, momentum, epsilon);
            return Functional.ReluInPlace(normalized);
        }

        var function = new SynchronizedBatchNormRelu(this, epsilon);
        var output = GradientFunction.Apply(function, input, weight, bias)[0];
        if (runningMean is not null && runningVariance is not null)
            CpuBatchNorm.Count(function.Mean, function.Variance, function.Values, runningMean.AsSpan<float>(), runningVariance.AsSpan<float>(), momentum);
        return output;
    }

    /// <summary>Replaces means and sums of squares of this rank's batch by means and variances of all that count.</summary>
    /// <param name="mean">C means.</param>
    /// <param name="squares">C sums of squares about the mean; then variances.</param>
    /// <param name="values">Values of a channel here.</param>
    /// <returns>Values of a channel in all.</returns>
    internal double Combine(double[] mean, double[] squares, double values)
    {
        using var noGrad = new NoGradScope();
        using var scope = new TensorScope();
        var channels = mean.Length;
        var all = Array.ConvertAll(group.AllGather(Tensor.From([.. mean, .. squares, IsCounted ? values : 0], (2 * channels) + 1)), t => t.ToArray<double>());
        var total = all.Sum(part => part[2 * channels]);
        for (var c = 0; c < channels; c++)
        {
            // Sums of squares about each rank's own mean lose nothing where the mean is large (Chan, Golub and LeVeque, 1979).
            var common = all.Sum(part => part[2 * channels] * part[c]) / total;
            var sum = all.Sum(part => part[2 * channels] == 0 ? 0 : part[channels + c] + (part[2 * channels] * (part[c] - common) * (part[c] - common)));
            (mean[c], squares[c]) = (common, sum / total);
        }

        return total;
    }

    /// <summary>Replaces a tensor by its sum over the ranks that count.</summary>
    internal void Add(Tensor sums)
    {
        if (!IsCounted)
            sums.FillInPlace(0);
        group.AllReduce(sums);
    }

    // Sums of squares about each rank's own mean lose nothing where the mean is large (Chan, Golub and LeVeque, 1979).
    private (Tensor Mean, Tensor Inverse, double Pixels) Common(Tensor input, Tensor? runningMean, Tensor? runningVariance, double momentum, double epsilon)
    {
        using var noGrad = new NoGradScope();
        using var scope = new TensorScope();
        var (channels, own) = (input.Size(1), input.Size(0) * input.Size(2) * input.Size(3));
        var axes = new long[] { 0, 2, 3 };
        var ownMean = input.Mean(axes).To(ScalarType.Float64);
        var ownVariance = input.Variance(axes, unbiased: false).To(ScalarType.Float64);

        var sums = Tensor.Cat(0, ownMean * own, Tensor.Full([1], own, ScalarType.Float64, input.Device));
        Add(sums);
        var pixels = sums.Slice(0, channels, channels + 1).Item();
        var mean = sums.Slice(0, 0, channels) / pixels;

        var apart = ownMean - mean;
        var squares = (ownVariance + (apart * apart)) * own;
        Add(squares);
        var inverse = ((squares / pixels) + epsilon).Sqrt();
        inverse = Tensor.Ones([1], ScalarType.Float64, input.Device) / inverse;
        if (runningMean is not null && runningVariance is not null)
        {
            runningMean.MulInPlace(1 - momentum);
            runningMean.AddInPlace(mean.To(runningMean.ScalarType), momentum);
            runningVariance.MulInPlace(1 - momentum);
            runningVariance.AddInPlace((squares / Math.Max(1, pixels - 1)).To(runningVariance.ScalarType), momentum);
        }

        return (scope.Keep(mean.To(ScalarType.Float32)), scope.Keep(inverse.To(ScalarType.Float32)), pixels);
    }
}
