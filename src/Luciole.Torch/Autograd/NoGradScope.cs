using Luciole.Torch.Native;

namespace Luciole.Torch.Autograd;

/// <summary>Autograd follows nothing on this thread until the scope is disposed.</summary>
public sealed class NoGradScope : IDisposable
{
    private readonly int _before = LibLucioleTorch.GradModeGet();

    /// <summary>Switches autograd off.</summary>
    public NoGradScope() => LibLucioleTorch.GradModeSet(0);

    /// <summary>Whether autograd is on for this thread.</summary>
    public static bool GradEnabled => LibLucioleTorch.GradModeGet() != 0;

    /// <summary>Puts autograd back as it was.</summary>
    public void Dispose() => LibLucioleTorch.GradModeSet(_before);
}
