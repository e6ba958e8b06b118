using Luciole.Torch.Native;

namespace Luciole.Torch.Runtime;

/// <summary>The state of libtorch's default random generators.</summary>
public static class RandomState
{
    /// <summary>Seeds the generators of the processor and of every GPU.</summary>
    public static void Seed(long seed) => LibLucioleTorch.Check(LibLucioleTorch.RandomSeed((ulong)seed));

    /// <summary>The generator's state as bytes, to be stored and given back to <see cref="Restore"/>.</summary>
    public static byte[] Capture(Device device = default)
    {
        LibLucioleTorch.Check(LibLucioleTorch.RandomStateGet((int)device.Kind, device.Index, out var state));
        using var tensor = new Tensor(state);
        return tensor.ToArray<byte>();
    }

    /// <summary>Continues from a captured state.</summary>
    public static void Restore(byte[] state, Device device = default)
    {
        using var tensor = Tensor.From(state, state.Length);
        LibLucioleTorch.Check(LibLucioleTorch.RandomStateSet((int)device.Kind, device.Index, tensor.Handle));
        GC.KeepAlive(tensor);
    }
}
