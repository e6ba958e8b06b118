using Luciole.Torch.Modules;
namespace Luciole.Training;
/// <summary>stub</summary>
public static class GradientNorm
{
    /// <summary>s</summary>
    public static double Clip(Module m, double largest) => m.IsTraining && largest > 0 ? 1 : 0;
}
