namespace Luciole.Data.Loading;

/// <summary>What an epoch is where several raw images share a target (<c>DATA.TRAIN.RAWS_PER_TARGET</c>).</summary>
public enum RawsPerTarget
{
    /// <summary>Every raw image (BiaPy 3.5).</summary>
    All,

    /// <summary>One raw image a target, drawn anew in every epoch (BiaPy 3.4.3).</summary>
    One,
}
