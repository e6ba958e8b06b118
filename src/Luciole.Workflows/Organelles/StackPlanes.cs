using Luciole.Data.Trust;
using Luciole.Files;
using Luciole.Imaging.Pixels;

namespace Luciole.Workflows.Organelles;

/// <summary>The opened planes of one stack.</summary>
internal sealed class StackPlanes : IDisposable
{
    private readonly ImageStack _stack;
    private readonly StackFile? _file;
    private readonly bool _undescribedAreDepths;

    /// <summary>Opens a stack.</summary>
    /// <param name="stack">The stack.</param>
    /// <param name="undescribedAreDepths">Whether pages that nothing describes are planes, as for networks that take one channel.</param>
    /// <exception cref="InputException">A file is missing or damaged.</exception>
    public StackPlanes(ImageStack stack, bool undescribedAreDepths)
    {
        (_stack, _undescribedAreDepths) = (stack, undescribedAreDepths);
        if (stack.Files.Count == 1)
            _file = StackFile.Open(stack.Files[0], undescribedAreDepths);
    }

    /// <summary>Planes.</summary>
    public int Count => _file?.Depth ?? _stack.Files.Count;

    /// <summary>The file that a plane is in.</summary>
    public string FileOf(int plane) => _file is null ? _stack.Files[plane] : _stack.Files[0];

    /// <summary>The number of a plane within its file.</summary>
    public int PlaceInFile(int plane) => _file is null ? 0 : plane;

    /// <summary>Opens a plane; it must be disposed before this.</summary>
    /// <exception cref="InputException">It is damaged, or a stack itself.</exception>
    public IImageSource Open(int plane) => _file?.Plane(plane) ?? OpenFile(_stack.Files[plane]);

    /// <summary>The focus of every plane.</summary>
    /// <exception cref="InputException">One is damaged.</exception>
    public IReadOnlyList<double> FocusScores(CancellationToken stop)
    {
        double Measure(int plane)
        {
            stop.ThrowIfCancellationRequested();
            using var image = Open(plane);
            return FocusScore.Of(image).Focus;
        }

        // One file is read by one thread; files lie side by side.
        return [.. Enumerable.Range(0, Count).Select(Measure)];
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    private IImageSource OpenFile(string path)
    {
        using (var file = StackFile.Open(path, _undescribedAreDepths))
        {
            if (file.Depth > 1)
                throw new InputException($"{path}: holds {file.Depth} planes, but is itself one of the planes of {_stack.Name}; rename it, or predict it by itself.");
        }

        return ImageFile.Open(path);
    }
}
