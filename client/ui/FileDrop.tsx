import { FileUp } from 'lucide-react'
import { type DragEvent, useState } from 'react'
import './FileDrop.css'

type Props = {
  /** 'Drop a CSV file here' and 'Choose a file'. */
  label: string
  choose: string
  /** As the `accept` of a file input: '.csv,text/csv'. */
  accept: string
  onFile: (file: File) => void
  fileName?: string | undefined
}

/** A place to drop one file, which is a file input as well, so that the keyboard does the same. */
export function FileDrop({ label, choose, accept, onFile, fileName }: Props) {
  const [isOver, setOver] = useState(false)
  const take = (files: FileList | null): void => {
    const file = files?.[0]
    if (file) onFile(file)
  }
  const drop = (event: DragEvent): void => {
    event.preventDefault()
    setOver(false)
    take(event.dataTransfer.files)
  }
  return (
    <label
      className="file-drop"
      data-over={isOver || undefined}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <FileUp size={20} aria-hidden="true" />
      <span>{fileName ? <bdi dir="auto">{fileName}</bdi> : label}</span>
      <span className="file-drop-choose">{choose}</span>
      <input
        className="visually-hidden"
        type="file"
        accept={accept}
        onChange={(event) => {
          take(event.target.files)
          event.target.value = ''
        }}
      />
    </label>
  )
}
