namespace Luciole.Data.Simulation;

/// <summary>A 16-bit camera.</summary>
internal static class Camera
{
    /// <summary>Whole counts within the camera's range.</summary>
    public static ushort Counts(double signal) => (ushort)Math.Clamp(Math.Round(signal), 0, ushort.MaxValue);
}
