using Luciole.Torch;
using Luciole.Torch.Modules;

namespace Luciole.Benchmarks.Workers;

/// <summary>Numbers that look random and that benchmarks/pytorch/pattern.py computes too, bit by bit: the same weights and images without a file.</summary>
internal static class Pattern
{
    /// <summary>The salts of tensors that are no weights of a network.</summary>
    public const uint Input = 1001, Target = 1002, Weight = 1003, Bias = 1004, Gradient = 1005;

    private const double UnitVariance = 3.4641016151377544;

    /// <summary>Sets each element to offset + scale * u with u from [-0.5, 0.5), a hash of its index and the salt.</summary>
    public static void Fill(Span<float> values, uint salt, double scale, double offset = 0)
    {
        for (var i = 0; i < values.Length; i++)
        {
            var x = (uint)i + (salt * 0x9E3779B9u);
            x = (x ^ (x >> 16)) * 0x7FEB352Du;
            x = (x ^ (x >> 15)) * 0x846CA68Bu;
            x ^= x >> 16;
            values[i] = (float)(offset + (((x / 4294967296.0) - 0.5) * scale));
        }
    }

    /// <summary>Mean 0, variance 1.</summary>
    public static Tensor Images(uint salt, params long[] shape)
    {
        var tensor = Tensor.Empty(shape);
        FillImages(tensor.AsSpan<float>(), salt);
        return tensor;
    }

    /// <summary>Mean 0, variance 1.</summary>
    public static void FillImages(Span<float> values, uint salt) => Fill(values, salt, UnitVariance);

    /// <summary>Every parameter and buffer: matrices keep variance, normalisations get statistics that a mistake would not leave unnoticed.</summary>
    public static void Fill(Module model)
    {
        uint salt = 0;
        foreach (var (name, tensor, _) in model.State())
        {
            if (tensor.IsFloatingPoint)
                FillParameter(name, tensor, salt);
            salt++;
        }
    }

    private static void FillParameter(string name, Tensor tensor, uint salt)
    {
        var values = tensor.AsSpan<float>();
        if (tensor.Dimensions > 1)
            Fill(values, salt, 2 * Math.Sqrt(3.0 * tensor.Size(0) / tensor.ElementCount));
        else if (name.EndsWith("weight", StringComparison.Ordinal) || name.EndsWith("running_var", StringComparison.Ordinal))
            Fill(values, salt, 0.5, 1);
        else
            Fill(values, salt, 0.2);
    }
}
