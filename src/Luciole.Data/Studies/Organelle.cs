namespace Luciole.Data.Studies;

/// <summary>What a fluorescence image shows; the names are those of the LightMyCells files.</summary>
public enum Organelle
{
    /// <summary>The nucleus.</summary>
    Nucleus,

    /// <summary>The mitochondria.</summary>
    Mitochondria,

    /// <summary>Actin filaments.</summary>
    Actin,

    /// <summary>Microtubules.</summary>
    Tubulin,
}
