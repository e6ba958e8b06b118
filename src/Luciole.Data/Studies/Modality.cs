namespace Luciole.Data.Studies;

/// <summary>How a transmitted-light image was taken; the names are those of the LightMyCells files.</summary>
public enum Modality
{
    /// <summary>Bright field.</summary>
    BF,

    /// <summary>Phase contrast.</summary>
    PC,

    /// <summary>Differential interference contrast.</summary>
    DIC,
}
