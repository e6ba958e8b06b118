using Luciole.Data.Studies;

namespace Luciole.Workflows.Organelles;

/// <summary>The colours that organelles glow in when they are shown together: those of common stains, far enough from each other.</summary>
internal static class OrganelleColors
{
    /// <summary>A channel's colour as OME writes it, a signed RGBA integer; null for what is none of the four organelles.</summary>
    public static int? Of(Organelle? organelle) => organelle switch
    {
        Organelle.Nucleus => Rgba(70, 130, 255),
        Organelle.Mitochondria => Rgba(255, 70, 60),
        Organelle.Actin => Rgba(255, 200, 40),
        Organelle.Tubulin => Rgba(60, 235, 110),
        _ => null,
    };

    private static int Rgba(byte red, byte green, byte blue) => unchecked((int)(((uint)red << 24) | ((uint)green << 16) | ((uint)blue << 8) | 255));
}
