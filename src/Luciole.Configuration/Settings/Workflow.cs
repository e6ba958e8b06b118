namespace Luciole.Configuration;

/// <summary>What is learnt (<c>PROBLEM.TYPE</c>).</summary>
public enum Workflow
{
    /// <summary>An image is predicted from an image.</summary>
    ImageToImage,

    /// <summary>A transformer is pre-trained on images alone.</summary>
    SelfSupervised,
}
