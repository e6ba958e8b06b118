using System.Globalization;
using Luciole.Files;

namespace Luciole.Workflows.Sharing;

/// <summary>Shows the other processes that this one is alive: a file of its own, in which a number grows. It goes when the process ends in order.</summary>
internal sealed class OwnerPulse : IDisposable
{
    private readonly string _path;
    private readonly Timer _timer;
    private readonly Lock _lock = new();
    private long _beats;
    private bool _isOver;

    /// <summary>Begins.</summary>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public OwnerPulse(string path, TimeSpan interval)
    {
        _path = path;
        AtomicFile.WriteAllText(path, "0");
        _timer = new Timer(_ => Beat(), null, interval, interval);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Dispose();
        lock (_lock)
        {
            _isOver = true;
            ShareMarks.Delete(_path);
        }
    }

    private void Beat()
    {
        lock (_lock)
        {
            if (_isOver)
                return;
            try
            {
                AtomicFile.WriteAllText(_path, (++_beats).ToString(CultureInfo.InvariantCulture));
            }
            catch (InputException)
            {
                // A disk that is full for a moment; when it stays so, others take the unit over, which is right then.
            }
        }
    }
}
