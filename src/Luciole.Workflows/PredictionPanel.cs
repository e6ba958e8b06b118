using Luciole.Imaging.Pixels;
using Luciole.Imaging.Png;

namespace Luciole.Workflows;

/// <summary>Input, truth and prediction side by side, as one picture.</summary>
public static class PredictionPanel
{
    /// <summary>Draws the first channel of three images of one field, each with its own contrast.</summary>
    /// <param name="rawPath">The label-free image.</param>
    /// <param name="targetPath">The measured fluorescence.</param>
    /// <param name="predictionPath">The predicted fluorescence.</param>
    /// <param name="path">The PNG file.</param>
    public static void Write(string rawPath, string targetPath, string predictionPath, string path)
    {
        var panel = new Panel();
        foreach (var (label, file) in new[] { ("input", rawPath), ("truth", targetPath), ("prediction", predictionPath) })
        {
            using var image = ImageFile.Read(file);
            panel.Add(label, image.Width, image.Height, FirstChannel(image));
        }

        panel.Write(path);
    }

    private static float[] FirstChannel(ImageArray image)
    {
        var values = image.ToSingle();
        return image.Channels == 1 ? values : [.. Enumerable.Range(0, image.Height * image.Width).Select(i => values[i * image.Channels])];
    }
}
