namespace Luciole.Workflows;

/// <summary>Where a run tells what it does.</summary>
public interface IRunLog
{
    /// <summary>A line of what is going on or came out.</summary>
    void Line(string text);

    /// <summary>Something to know: an assumption, a value that was translated.</summary>
    void Note(string text);

    /// <summary>How far long work is.</summary>
    /// <param name="what">The work.</param>
    /// <param name="unit">What is counted.</param>
    /// <param name="done">Units finished.</param>
    /// <param name="total">Units in all.</param>
    /// <param name="details">More to show on the line.</param>
    void Progress(string what, string unit, double done, double total, string details = "");

    /// <summary>How far long work is that tells its own figures: a terminal shows the newest line, a file gets one now and then.</summary>
    void Progress(string line)
    {
    }
}
